// The wall's heart: asks the small version endpoint, fetches new scenes, moves the clock by the server's time, turns the
// pages, and says so when the server does not answer. It never empties the scene. Its pace and its build stand on the
// root element (dashboards/pace.py, dashboards/bundle.py).
(() => {
  "use strict";
  const root = document.documentElement;
  const { build, home } = root.dataset;
  const pace = (name) => Number(root.dataset[`${name}Ms`]);
  const TICK_MS = 1000;
  const JUMP_MS = 3000;
  const MINUTE_MS = 60000;
  // Made once: each costs more than all scenes, and they are asked every second.
  const format = (how) => {
    const made = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", ...how });
    return (date) => made.format(date);
  };
  const time = format({ hour: "2-digit", minute: "2-digit", hour12: false });
  const day = format({ day: "2-digit", month: "2-digit", year: "numeric" });
  const weekday = format({ weekday: "long" });
  const SCENES = `${home}scenes`;
  const KEPT = `${home} ${build}`;
  const workers = navigator.serviceWorker;

  const passed = () => performance.now();
  let touch = null; // the server's clock at its last answer, and what had passed here
  let isTimeKnown = false;
  let asked = 0;
  let heardUpTo = 0;
  let failures = 0;
  let unanswered = null; // since when questions stay without an answer
  let behind = null; // since when there is something newer than what stands
  let wanted = null;
  let isTaking = false;
  let securedAt = -MINUTE_MS;
  let frame = null;
  let shown = 0;
  let turnedAt = passed();
  let livedAt = -MINUTE_MS;
  let programme = null; // what the server's clock has put on the wall
  let apart = Date.now() - passed();

  const element = (id) => document.getElementById(id);
  const scene = () => document.querySelector(".scene");
  const serverNow = () => touch && new Date(touch.server + passed() - touch.at);
  const isOver = (since, ms) => since !== null && passed() - since > ms;
  const isToday = (date) => isTimeKnown && day(date) === day(serverNow());
  const moment = (date) => (isToday(date) ? time(date) : dated(date));

  const dated = (date) =>
    element("notice").dataset.moment.replace("{time}", time(date)).replace("{day}", day(date).slice(0, 5));

  // When the server last answered, for a browser that is switched on while it does not. To the minute: that is what is
  // said, and a disk need not write every few seconds.
  function remember(server) {
    const known = Number(remembered());
    if (Math.abs(server - known) < MINUTE_MS && time(new Date(server)) === time(new Date(known))) return;
    write(home, server);
  }

  // A sign of life on this computer's disk: while the server is away a kiosk has no other (docs/kiosk/ioc-kiosk-watch).
  function live() {
    if (passed() - livedAt < MINUTE_MS) return;
    livedAt = passed();
    write(`${home} lives`, Date.now());
  }

  function write(name, value) {
    try {
      localStorage.setItem(name, String(value));
    } catch {}
  }

  function remembered() {
    try {
      return localStorage.getItem(home);
    } catch {
      return null;
    }
  }

  function sentence(template) {
    const last = touch ? touch.server : Number(remembered());
    const held = scene()?.dataset.held;
    return template
      .replace("{since}", last ? moment(new Date(last)) : "–")
      .replace("{held}", held ? moment(new Date(held)) : "–");
  }

  // Before the first answer the first failure is enough: what stands then was kept, and may be days old.
  const isCutOff = () => failures >= (touch ? 2 : 1) || isOver(unanswered, pace(touch ? "silence" : "doubt"));

  function say() {
    const notice = element("notice");
    if (!notice) return;
    const { cutOff, unreached, behind: newer } = notice.dataset;
    const isBehind = isOver(behind, pace("behind")) && scene()?.dataset.held;
    // Words that stand for figures hold none that could be called old.
    const text = isCutOff() ? (scene()?.dataset.held ? sentence(cutOff) : unreached) : isBehind ? sentence(newer) : "";
    if (notice.textContent !== text) notice.textContent = text;
  }

  // The clock of this computer may be wrong and may jump; what has passed stands still while it sleeps. Where the two
  // part, nobody here knows the time until the server has said it.
  function watchTime() {
    const now = Date.now() - passed();
    if (Math.abs(now - apart) > JUMP_MS) {
      isTimeKnown = false;
      ask();
    }
    apart = now;
  }

  // While nobody knows the time, none is shown.
  function tick() {
    const clock = element("clock");
    if (!clock) return;
    const now = serverNow();
    const text = isTimeKnown ? `${time(now)}|${weekday(now)}, ${day(now)}` : "";
    if ((clock.dataset.shows || "") === text) return;
    const small = document.createElement("small");
    small.textContent = text.split("|")[1] || "";
    clock.replaceChildren(text.split("|")[0], small);
    clock.dataset.shows = text;
  }

  function show() {
    const count = window.pages.all().length;
    if (count > 0) shown %= count;
    window.pages.show(shown);
    const text = count > 1 ? `${shown + 1}/${count}` : "";
    if (element("turn").textContent !== text) element("turn").textContent = text;
  }

  // A kiosk lets its page clear away at once what stood before (docs/soak.md).
  const clearAway = () => globalThis.gc?.({ type: "major", execution: "async" });

  // A programme begins with its first page.
  function begin() {
    if (frame.dataset.programme === programme) return;
    programme = frame.dataset.programme;
    shown = 0;
    window.forward.restart();
    turnedAt = passed();
  }

  function turn() {
    const dwellMs = 1000 * Number(document.querySelector(".page-shown")?.dataset.dwell);
    if (!dwellMs || passed() - turnedAt < dwellMs) return;
    turnedAt = passed();
    shown = window.forward.next(window.pages.all(), shown);
    show();
    clearAway();
  }

  // Dash draws the place for the scenes; they may be here before it.
  function put() {
    const place = element("scene");
    if (!place || !frame || frame.parentNode === place) return;
    place.replaceChildren(frame);
    begin();
    show();
    say();
  }

  // The answer, and its text. The limit of its time ends with it: one that runs on holds on to the answer until it is up.
  async function question(address, patience, also = []) {
    const cut = new AbortController();
    const limit = setTimeout(() => cut.abort(), patience);
    try {
      const answer = await fetch(address, { cache: "no-store", redirect: "error", signal: cut.signal });
      if (!answer.ok && !also.includes(answer.status)) throw new Error(address);
      return [answer, await answer.text()];
    } catch (error) {
      // Of an answer that will not do nothing more is read: a browser has six connections to a host.
      cut.abort();
      throw error;
    } finally {
      clearTimeout(limit);
    }
  }

  async function take() {
    if (isTaking) return;
    isTaking = true;
    try {
      await restored;
      // 503 brings words for a wall that shows nothing yet.
      const [answer, text] = await question(SCENES, pace("scenesPatience"), frame ? [] : [503]);
      if (answer.headers.get("X-Wall-Build") !== build) return;
      frame = window.pages.read(text);
      put();
      if (answer.ok && workers) keep(text).then(secure).catch(() => {});
      clearAway();
      if (scene()?.dataset.version === wanted) behind = null;
    } catch {
    } finally {
      isTaking = false;
      say();
    }
  }

  // The newest scenes beside the shell that they were drawn for. The first ones: the worker keeps both.
  async function keep(text) {
    const headers = { "Content-Type": "text/html; charset=utf-8" };
    if (await caches.has(KEPT)) await (await caches.open(KEPT)).put(SCENES, new Response(text, { headers }));
  }

  // Sees to it that what a start without the server needs is kept, and tries again where it is not: its files did not all
  // come, or the browser has thrown them away.
  async function secure() {
    if (passed() - securedAt < MINUTE_MS) return;
    securedAt = passed();
    if (await caches.match(`${home}kept`, { cacheName: KEPT })) return;
    const { active } = await workers.register(`${home}worker.js`, { scope: home.slice(0, -1), updateViaCache: "none" });
    // A worker keeps all when it comes; one that is here already is asked to.
    active?.postMessage("keep again");
    // Or the browser may throw it away when a disk is full.
    await navigator.storage.persist();
  }

  async function restore() {
    const kept = workers?.controller && (await caches.match(SCENES, { cacheName: KEPT }));
    const drawn = kept && window.pages.read(await kept.text());
    if (!drawn || frame) return;
    frame = drawn;
    put();
  }

  // What is kept stands before what is asked for: words never take its place. A store that does not answer is not waited for.
  const restored = Promise.race([restore().catch(() => {}), new Promise((done) => setTimeout(done, JUMP_MS))]);

  function heard(mine, server, said) {
    if (mine < heardUpTo) return;
    heardUpTo = mine;
    touch = { server, at: passed() };
    isTimeKnown = true;
    failures = 0;
    unanswered = null;
    remember(server);
    wanted = said.version;
    const isOfOurs = said.build === build;
    if (isOfOurs && scene()?.dataset.version === wanted) behind = null;
    else behind ??= passed();
    if (!isOfOurs) window.shell.moveTo(said.build);
    else if (behind !== null) take();
    else window.shell.renewAtNight(time(serverNow()));
    say();
    tick();
  }

  // Whoever answers in the server's place, a proxy that wants a password, says none of the three.
  async function version() {
    const [answer, text] = await question("/wall/version", pace("patience"));
    const said = JSON.parse(text);
    const server = Date.parse(answer.headers.get("X-Wall-Time"));
    if (!said.version || !said.build || !server) throw new Error("no version");
    return [server, said];
  }

  function ask() {
    const mine = (asked += 1);
    unanswered ??= passed();
    version().then(
      ([server, said]) => heard(mine, server, said),
      () => {
        if (mine > heardUpTo) failures += 1;
        say();
      },
    );
  }

  function poll() {
    ask();
    setTimeout(poll, pace(isCutOff() ? "again" : "ask"));
  }

  setInterval(() => {
    watchTime();
    say();
    tick();
    turn();
    live();
    if (workers && frame) secure().catch(() => {});
  }, TICK_MS);
  new MutationObserver(put).observe(root, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  addEventListener("online", ask);
  poll();
  root.dataset.lives = "yes";
})();
