// The pages of all scenes. Only the one that is seen is made into elements; each other one is the text that the server
// sent of it, until it is turned to: a wall has thirty, and each new snapshot brings them anew (docs/soak.md).
window.pages = (() => {
  "use strict";
  const texts = new WeakMap();
  const all = () => [...document.querySelectorAll(".page")];
  const text = (page) => texts.get(page);

  // One drawing of the server, whole or not at all: scenes of which every page is empty, and has its text.
  function read(drawing) {
    const parts = drawing.split(/<\/?noscript>/);
    const read = document.createElement("div");
    read.innerHTML = parts.filter((_, at) => at % 2 === 0).join("");
    const drawn = read.firstElementChild;
    const isScene = read.childElementCount === 1 && drawn.matches("main.scene") && drawing.endsWith("</main>");
    const pages = read.querySelectorAll(".page");
    if (!isScene || parts.length !== 2 * pages.length + 1) throw new Error("no scenes");
    pages.forEach((page, at) => texts.set(page, parts[2 * at + 1]));
    return drawn;
  }

  function show(number) {
    all().forEach((page, at) => {
      const isShown = at === number;
      page.classList.toggle("page-shown", isShown);
      if (page.hasChildNodes() !== isShown) page.innerHTML = isShown ? text(page) : "";
    });
  }

  return { all, read, show, text };
})();
