// Keeps one build of a wall in the browser: its shell, all that the shell loads, and scenes of the same build. What is
// kept is shown; the server is asked for scenes alone, by wall.js. The server puts WALL above this line:
// {home, build, files, nothing}.
(() => {
  "use strict";
  const OF_WALL = `${WALL.home} `;
  const KEPT = OF_WALL + WALL.build;
  const SCENES = `${WALL.home}scenes`;
  const MARK = `${WALL.home}kept`;
  const LIVE = ["/wall/version", SCENES];
  const PATIENCE_MS = 30000;

  // Whoever else answers in the server's place, a proxy that wants a password or a server of another build, names
  // another build or none.
  async function asked(address) {
    const asking = { cache: "no-cache", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) };
    const answer = await fetch(address, asking);
    if (!answer.ok || answer.headers.get("X-Wall-Build") !== WALL.build) throw new Error(`${address}: not ${KEPT}`);
    return [address, answer];
  }

  // All of it or nothing: where one file does not come whole, the browser drops this worker, and the one before stays.
  async function keepAll() {
    const answers = await Promise.all([...WALL.files, SCENES].map(asked));
    const kept = await caches.open(KEPT);
    await Promise.all(answers.map(([address, answer]) => kept.put(address, answer)));
    // Where nothing else is kept, the worker before has nothing to show: it is not waited for.
    if (!(await others()).length) self.skipWaiting();
  }

  const others = async () => (await caches.keys()).filter((name) => name.startsWith(OF_WALL) && name !== KEPT);

  // A kiosk looks for the mark before it starts without a server (docs/kiosk/ioc-kiosk-open): from now on this worker
  // answers whoever opens the wall. It lies among what is kept, and goes with it.
  async function takeCharge() {
    await dropOthers();
    if (await caches.has(KEPT)) await (await caches.open(KEPT)).put(MARK, new Response(""));
  }

  async function dropOthers() {
    await Promise.all((await others()).map((name) => caches.delete(name)));
    await self.clients.claim();
  }

  async function given(address) {
    const kept = await caches.match(address, { cacheName: KEPT, ignoreVary: true });
    return kept || (await asked(address))[1];
  }

  // Never the browser's own page of an error, even where the browser has thrown away what was kept.
  const shell = () =>
    given(WALL.home).catch(() => new Response(WALL.nothing, { headers: { "Content-Type": "text/html; charset=utf-8" } }));

  self.addEventListener("install", (event) => {
    event.waitUntil(keepAll());
    // What is asked every few seconds need not wake a worker.
    const routes = LIVE.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: "network" }));
    if (event.addRoutes) event.addRoutes(routes).catch(() => {});
  });
  self.addEventListener("activate", (event) => event.waitUntil(takeCharge()));
  self.addEventListener("message", (event) => {
    if (event.data === "take over") self.skipWaiting();
    if (event.data === "keep again") event.waitUntil(keepAll().then(takeCharge));
  });
  self.addEventListener("fetch", (event) => {
    const { pathname, search } = new URL(event.request.url);
    if (event.request.method !== "GET" || LIVE.includes(pathname)) return;
    if (event.request.mode === "navigate") {
      if (pathname === WALL.home) event.respondWith(shell());
      else if (`${pathname}/` === WALL.home) event.respondWith(Response.redirect(WALL.home));
    } else if (pathname !== WALL.home && WALL.files.includes(pathname + search)) {
      event.respondWith(given(pathname + search));
    }
  });
})();
