// Brings files by hand: the file's input and the place to drop it, and the calls that judge, accept and withdraw.
// The file stays here until it is accepted; what the server answers are parts of the page, put in by Dash itself.
(() => {
  "use strict";
  const HERE = "/upload/";
  let file = null;

  const zone = () => document.getElementById("upload-drop");
  const who = () => encodeURIComponent(document.getElementById("upload-who")?.value ?? "");

  function say(words) {
    dash_clientside.set_props("upload-result", { children: words });
  }

  async function call(name, body, headers) {
    const place = zone();
    if (name !== "withdraw") say(place.dataset.judging);
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${HERE}${place.dataset.source}/${name}`, {
        method: "POST",
        body,
        headers: { "X-IOC-Upload": "1", "Content-Type": "application/octet-stream", ...headers },
      });
      const parts = await answer.json();
      Object.entries(parts).forEach(([id, props]) => dash_clientside.set_props(id, props));
      return answer.ok;
    } catch {
      say(place.dataset.failed);
      return false;
    } finally {
      place.removeAttribute("aria-busy");
    }
  }

  const named = () => ({ "X-IOC-Name": encodeURIComponent(file.name) });

  function judge(chosen) {
    if (!chosen) return;
    file = chosen;
    show(file.name);
    call("judge", file, named());
  }

  async function accept() {
    if (!file) {
      say(zone().dataset.gone);
      return;
    }
    if (await call("accept", file, { ...named(), "X-IOC-Who": who() })) forget();
  }

  function show(name) {
    const place = document.querySelector(".upload-chosen");
    if (place) place.textContent = name;
  }

  function forget() {
    file = null;
    show("");
    const input = document.getElementById("upload-input");
    if (input) input.value = "";
  }

  // Dash has no input for files. React leaves alone what it did not put there.
  function furnish() {
    const place = zone();
    if (!place || place.firstElementChild) return;
    file = null;
    const label = document.createElement("label");
    label.htmlFor = "upload-input";
    label.textContent = place.dataset.choose;
    label.className = "button";
    const input = document.createElement("input");
    input.type = "file";
    input.id = "upload-input";
    input.addEventListener("change", () => judge(input.files[0]));
    const drop = document.createElement("span");
    drop.textContent = place.dataset.drop;
    const chosen = document.createElement("span");
    chosen.className = "upload-chosen";
    place.append(input, label, drop, chosen);
  }

  document.addEventListener("dragover", (event) => {
    if (!zone()) return;
    event.preventDefault();
    zone().classList.toggle("over", zone().contains(event.target));
  });
  document.addEventListener("drop", (event) => {
    if (!zone()) return;
    event.preventDefault();
    zone().classList.remove("over");
    if (zone().contains(event.target)) judge(event.dataTransfer.files[0]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-upload]");
    if (!button) return;
    const asked = button.dataset.upload;
    if (asked === "accept") accept();
    else if (asked === "discard") {
      forget();
      say("");
    } else if (window.confirm(button.dataset.confirm)) call("withdraw", button.dataset.receipt, { "X-IOC-Who": who() });
  });
  new MutationObserver(furnish).observe(document.documentElement, { childList: true, subtree: true });
})();
