// What a page cannot do by links: print itself, give its address to be sent to somebody, and show the chosen tab of a
// strip that is wider than a phone.
(() => {
  "use strict";
  const SAID_MS = 2000;

  const shown = new WeakSet();
  new MutationObserver(() => {
    const chosen = document.querySelector(".looks .chosen");
    const strip = chosen?.closest(".looks");
    if (!strip || shown.has(chosen)) return;
    shown.add(chosen);
    const [link, box] = [chosen.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += link.left - box.left - (box.width - link.width) / 2;
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-action]");
    if (!button) return;
    if (button.dataset.action === "print") {
      window.print();
      return;
    }
    // Browsers give the clipboard to safe addresses only; elsewhere the viewer copies it from a window.
    if (!navigator.clipboard) {
      window.prompt(button.textContent, window.location.href);
      return;
    }
    await navigator.clipboard.writeText(window.location.href);
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), SAID_MS);
  });
})();
