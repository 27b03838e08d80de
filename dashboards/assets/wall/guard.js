// Stands in the page itself: a shell of which a script or a style did not come is loaded again, once the server answers.
setInterval(() => {
  const isDrawn = document.documentElement.dataset.lives && document.getElementById("scene");
  const isStyled = [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet);
  if (isDrawn && isStyled && window.forward && window.shell) return;
  const asked = { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(10000) };
  fetch(location.pathname, asked).then((answer) => {
    if (answer.ok && answer.headers.get("X-Wall-Build")) location.reload();
  }, () => {});
}, Number(document.documentElement.dataset.watchMs));
