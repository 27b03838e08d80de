// The wall's heart: asks the small version endpoint, wakes the server's callback when something is new, moves the
// clock by the server's time, turns the pages, and says so when the server does not answer. It never empties the scene.
(() => {
  "use strict";
  const POLL_MS = 5000;
  const PATIENCE_MS = 4000;
  const FAILURES_BEFORE_SAYING = 2;
  const NIGHTLY_RELOAD_HOUR = 3;
  const NIGHTLY_RELOAD_AFTER_MS = 2 * 3600 * 1000;
  const ZONE = { timeZone: "Asia/Ho_Chi_Minh" };

  let aheadMs = null;
  let etag = null;
  let failures = 0;
  let lostAt = null;
  let asked = 0;
  let shown = 0;
  let drawn = null;
  let turnedAt = performance.now();

  const element = (id) => document.getElementById(id);
  const scene = () => document.querySelector(".scene");
  const serverNow = () => new Date(Date.now() + (aheadMs || 0));
  const time = (date) => date.toLocaleTimeString("vi-VN", { ...ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
  const day = (date) => date.toLocaleDateString("vi-VN", { ...ZONE, day: "2-digit", month: "2-digit", year: "numeric" });
  const weekday = (date) => date.toLocaleDateString("vi-VN", { ...ZONE, weekday: "long" });
  const moment = (date) => (day(date) === day(serverNow()) ? time(date) : dated(date));

  const dated = (date) =>
    element("notice").dataset.moment.replace("{time}", time(date)).replace("{day}", day(date).slice(0, 5));

  function say(text) {
    const notice = element("notice");
    if (notice && notice.textContent !== text) notice.textContent = text;
  }

  function tick() {
    const clock = element("clock");
    if (!clock || aheadMs === null) return;
    const now = serverNow();
    const text = `${time(now)}|${weekday(now)}, ${day(now)}`;
    if (clock.dataset.shows === text) return;
    const small = document.createElement("small");
    small.textContent = text.split("|")[1];
    clock.replaceChildren(text.split("|")[0], small);
    clock.dataset.shows = text;
  }

  // The pages of all scenes stand in the document, and one of them is seen, with the head and foot of its scene. What comes
  // with a new snapshot shows its first: back to where we were.
  function show() {
    const pages = [...document.querySelectorAll(".page")];
    if (pages.length === 0) return;
    shown %= pages.length;
    pages.forEach((page, index) => {
      if (page.classList.contains("page-shown") !== (index === shown)) page.classList.toggle("page-shown");
    });
    const text = pages.length > 1 ? `${shown + 1}/${pages.length}` : "";
    if (element("turn").textContent !== text) element("turn").textContent = text;
  }

  // Dash brings the scenes as text, in an attribute of an element that is not seen.
  function draw() {
    const text = element("drawn")?.getAttribute("value");
    if (!text || text === drawn || !element("scene")) return;
    drawn = text;
    element("scene").innerHTML = text;
    show();
  }

  function turn() {
    const dwellMs = 1000 * Number(document.querySelector(".page-shown")?.dataset.dwell);
    if (!dwellMs || performance.now() - turnedAt < dwellMs) return;
    turnedAt = performance.now();
    shown += 1;
    show();
  }

  function sentence(template) {
    const held = scene()?.dataset.held;
    return template
      .replace("{since}", moment(lostAt || serverNow()))
      .replace("{held}", held ? moment(new Date(held)) : "–");
  }

  function lost() {
    failures += 1;
    lostAt = lostAt || serverNow();
    const notice = element("notice");
    if (failures >= FAILURES_BEFORE_SAYING && notice) say(sentence(notice.dataset.cutOff));
  }

  function answered(response) {
    aheadMs = Date.parse(response.headers.get("X-Wall-Time")) - Date.now();
    failures = 0;
    lostAt = null;
    etag = response.headers.get("ETag") || etag;
    const wanted = (etag || "").replace(/^W\//, "").replaceAll('"', "");
    const known = scene()?.dataset.version;
    if (known === undefined || known === wanted) {
      asked = 0;
      say("");
      return;
    }
    asked += 1;
    window.dash_clientside.set_props("wanted", { value: `${wanted} ${asked}` });
    if (asked > FAILURES_BEFORE_SAYING && scene().dataset.held) say(sentence(element("notice").dataset.behind));
  }

  function reloadAtNight() {
    const hour = Number(time(serverNow()).slice(0, 2));
    if (hour === NIGHTLY_RELOAD_HOUR && performance.now() > NIGHTLY_RELOAD_AFTER_MS) window.location.reload();
  }

  async function poll() {
    try {
      const response = await fetch("/wall/version", {
        cache: "no-store",
        headers: etag ? { "If-None-Match": etag } : {},
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (response.status !== 200 && response.status !== 304) throw new Error(String(response.status));
      answered(response);
      reloadAtNight();
    } catch {
      lost();
    } finally {
      setTimeout(poll, POLL_MS);
    }
  }

  setInterval(() => {
    tick();
    turn();
  }, 1000);
  // Before the browser paints what came in: swapped scenes must not show their first page for a moment.
  new MutationObserver(draw).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["value"] });
  poll();
})();
