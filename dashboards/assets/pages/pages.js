// Two things a page cannot do by links: print itself, and give its address to be sent to somebody.
(() => {
  "use strict";
  const SAID_MS = 2000;

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
