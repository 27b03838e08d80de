// Stands in the page itself: a shell whose scripts did not come is loaded again, once the server answers.
setInterval(() => {
  if (document.documentElement.dataset.lives && document.getElementById("scene")) return;
  const asked = { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(10000) };
  fetch(location.pathname, asked).then((answer) => {
    if (answer.ok && answer.headers.get("X-Wall-Build")) location.reload();
  }, () => {});
}, Number(document.documentElement.dataset.watchMs));
