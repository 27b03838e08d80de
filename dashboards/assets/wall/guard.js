// Stands in the page itself: a shell of which a script or a style did not come is loaded again, once the server answers;
// where it is drawn and lacks a style alone, ever more seldom, since each time its pages begin anew.
setInterval(() => {
  const isLoaded = ["forward", "pages", "shell"].every((name) => window[name]);
  const isDrawn = document.documentElement.dataset.lives && document.getElementById("scene") && isLoaded;
  const isStyled = [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet);
  if (isDrawn && isStyled) return sessionStorage.removeItem("unstyled");
  const times = Number(sessionStorage.getItem("unstyled"));
  if (isDrawn && performance.now() < Math.min(10000 * 2 ** times, 600000)) return;
  sessionStorage.setItem("unstyled", String(times + 1));
  const asked = { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(10000) };
  fetch(location.pathname, asked).then((answer) => {
    if (answer.ok && answer.headers.get("X-Wall-Build")) location.reload();
  }, () => {});
}, Number(document.documentElement.dataset.watchMs));
