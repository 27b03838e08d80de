// Which page comes next. A red line of the wall's first tile names the page that its scene leads to: when the scene that
// stands is over, that one is brought forward, once a line, and then the order goes on where it was left.
window.forward = (() => {
  "use strict";
  const BROUGHT = `${document.documentElement.dataset.home} brought`;
  let left = null; // the page at which the order goes on
  let brought = remembered();

  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(BROUGHT)) || [];
    } catch {
      return [];
    }
  }

  const sceneOf = (page) => page.closest(".part");

  // Lines that went are forgotten: should one come back, it is a new one.
  function remember(lines, key) {
    brought = lines.map((line) => line.dataset.matter).filter((each) => each === key || brought.includes(each));
    try {
      localStorage.setItem(BROUGHT, JSON.stringify(brought));
    } catch {}
  }

  function linesIn(pages) {
    const read = document.createElement("template");
    read.innerHTML = pages.map(window.pages.text).filter((text) => text.includes("data-brings")).join("");
    return [...read.content.querySelectorAll("[data-brings]")];
  }

  function next(pages, shown) {
    const after = (shown + 1) % pages.length;
    if (sceneOf(pages[after]) === sceneOf(pages[shown])) return after;
    const due = left ?? after;
    left = null;
    const lines = linesIn(pages);
    const first = (line) => pages.findIndex((page) => sceneOf(page).dataset.page === line.dataset.brings);
    const line = lines.find((each) => !brought.includes(each.dataset.matter) && first(each) >= 0);
    if (!line) return due;
    remember(lines, line.dataset.matter);
    if (first(line) !== due) left = due;
    return first(line);
  }

  return { next, restart: () => (left = null) };
})();
