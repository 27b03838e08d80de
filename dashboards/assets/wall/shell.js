// How a wall takes over a new shell: only one that the server has given whole, and never into a page of an error.
window.shell = (() => {
  "use strict";
  const { build, home, moveMs } = document.documentElement.dataset;
  const PATIENCE_MS = 20000;
  const NIGHTLY_HOUR = "03";
  const NIGHTLY_AFTER_MS = 2 * 3600 * 1000;
  const workers = navigator.serviceWorker;
  const MOVED = `${home} moved`;
  const isOurs = () => workers?.controller?.scriptURL.endsWith(`${home}worker.js`);
  let isMoving = false;
  let triedAt = -Infinity;

  // Asked under another name, or the worker would give what it keeps.
  async function whole(address, wanted) {
    const asking = { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) };
    const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}of=${wanted}`, asking);
    if (!answer.ok || answer.headers.get("X-Wall-Build") !== wanted) throw new Error(`${address} is not of ${wanted}`);
    return answer.text();
  }

  async function isThere(wanted) {
    const page = new DOMParser().parseFromString(await whole(home, wanted), "text/html");
    const loaded = [...page.querySelectorAll("script[src], link[rel=stylesheet]")];
    const addresses = loaded.map((each) => each.getAttribute("src") || each.getAttribute("href"));
    await Promise.all([...addresses, `${home}_dash-layout`, `${home}_dash-dependencies`].map((each) => whole(each, wanted)));
  }

  const installed = (worker) =>
    new Promise((resolve, reject) => {
      const look = () => (worker.state === "redundant" ? reject() : worker.state !== "installing" && resolve(worker));
      worker.addEventListener("statechange", look);
      look();
    });

  // The next worker has kept all of the new build before it takes over; the page is then drawn from that.
  async function move(wanted) {
    const registration = await workers?.getRegistration(home);
    if (registration) {
      await registration.update();
      const next = registration.installing || registration.waiting;
      if (next) return (await installed(next)).postMessage("take over");
      if (sessionStorage.getItem(MOVED) === wanted) await dropKept(registration);
    }
    sessionStorage.setItem(MOVED, wanted);
    location.reload();
  }

  // We were here before, and what is kept is still not what the server gives.
  async function dropKept(registration) {
    await registration.unregister();
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(`${home} `)).map((name) => caches.delete(name)));
  }

  // A line that dies without a word would else keep us from ever trying again.
  const inTime = (going) => Promise.race([going, new Promise((_, reject) => setTimeout(reject, 2 * PATIENCE_MS))]);

  async function attempt(wanted, go) {
    if (isMoving || performance.now() - triedAt < Number(moveMs)) return;
    isMoving = true;
    triedAt = performance.now();
    try {
      await isThere(wanted);
      await inTime(go(wanted));
      // The page is going: a second attempt meanwhile would take the first for one that failed.
      setTimeout(() => (isMoving = false), PATIENCE_MS);
    } catch {
      // Asked again with one of the next answers; what stands keeps standing.
      isMoving = false;
    }
  }

  const wasOurs = isOurs();
  workers?.addEventListener("controllerchange", () => (wasOurs || isMoving) && location.reload());

  return {
    moveTo: (wanted) => attempt(wanted, move),
    renewAtNight(time) {
      if (time.startsWith(NIGHTLY_HOUR) && performance.now() > NIGHTLY_AFTER_MS) attempt(build, () => location.reload());
    },
  };
})();
