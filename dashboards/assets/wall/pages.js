// The pages of all scenes. The one that is seen stands as elements; of the others there is only the text, in a `noscript`,
// until they are turned to: a wall has thirty, and every new snapshot would bring the elements of all (docs/soak.md).
window.pages = (() => {
  "use strict";
  const all = () => [...document.querySelectorAll(".page")];
  const kept = (page) => page.querySelector(":scope > noscript");
  const text = (page) => kept(page)?.textContent ?? page.innerHTML;

  function keep(page) {
    if (kept(page)) return;
    const words = document.createElement("noscript");
    words.textContent = page.innerHTML;
    page.replaceChildren(words);
  }

  function stand(page) {
    if (kept(page)) page.innerHTML = text(page);
  }

  // What comes with a new snapshot shows its first page, and a wall may stand at another.
  function show(number) {
    all().forEach((page, index) => {
      const isShown = index === number;
      if (page.classList.contains("page-shown") !== isShown) page.classList.toggle("page-shown");
      (isShown ? stand : keep)(page);
    });
  }

  return { all, text, show };
})();
