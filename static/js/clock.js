/* Times that tick, by the server's clock: a tablet whose own clock is wrong counts right.

   [data-since="<epoch ms>"]      elapsed          3:05, 1 h 05
   [data-countdown="<epoch ms>"]  what is left     3:05, then +0:12 and data-over
   [data-minutes="<epoch ms>"]    minutes left     11 min, then +3 min and data-over
   [data-start-by|data-promised="<epoch ms>"] with data-soon and data-late (seconds before, seconds after; 0 by default)
                                  data-age="calm|soon|late"
   OCClock.now() is the server's time in ms. */
(() => {
  "use strict";

  const NBSP = "\u00a0";
  let offset = 0, heard = false;

  const hear = (server) => {
    const seen = server - Date.now(); // the true offset is a little more: the frame travelled
    offset = !heard || Math.abs(seen - offset) > 2_000 ? seen : Math.max(seen, offset - 5);
    heard = true;
  };
  const now = () => Date.now() + offset;

  const pair = (n) => String(n).padStart(2, "0");
  const spell = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    return minutes < 60 ? `${minutes}:${pair(seconds % 60)}` : `${Math.floor(minutes / 60)}${NBSP}h${NBSP}${pair(minutes % 60)}`;
  };
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const set = (element, name, value) => {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const since = (element, at) => put(element, spell(Math.max(0, Math.floor((at - Number(element.dataset.since)) / 1000))));
  const countdown = (element, at) => {
    const left = Math.ceil((Number(element.dataset.countdown) - at) / 1000);
    put(element, left >= 0 ? spell(left) : `+${spell(-left)}`);
    set(element, "data-over", left < 0 ? "" : null);
  };
  const minutes = (element, at) => {
    const left = Math.ceil((Number(element.dataset.minutes) - at) / 60_000);
    put(element, `${left >= 0 ? left : `+${-left}`}${NBSP}min`);
    set(element, "data-over", left < 0 ? "" : null);
  };
  const age = (element, at) => {
    const due = Number(element.dataset.startBy ?? element.dataset.promised);
    const over = (at - due) / 1000;
    const band = over >= Number(element.dataset.late ?? 0) ? "late" : over >= -Number(element.dataset.soon ?? 0) ? "soon" : "calm";
    if (element.dataset.age !== band) {
      const before = element.dataset.age;
      element.dataset.age = band;
      element.dispatchEvent(new CustomEvent("oc:age", { bubbles: true, detail: { band, before } }));
    }
  };

  const tick = () => {
    const at = now();
    for (const element of document.querySelectorAll("[data-since]")) since(element, at);
    for (const element of document.querySelectorAll("[data-countdown]")) countdown(element, at);
    for (const element of document.querySelectorAll("[data-minutes]")) minutes(element, at);
    for (const element of document.querySelectorAll("[data-start-by], [data-promised]")) age(element, at);
  };

  window.OCClock = { now, tick };
  document.addEventListener("oc:frame", (event) => hear(event.detail.now));
  document.addEventListener("oc:painted", tick);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  setInterval(tick, 1000);
  tick();
})();
