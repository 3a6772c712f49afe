/* The service, opened by one gesture: sound, full screen and a screen that stays on. Each sound has a visual twin.

   new: a chime until someone touches the screen, and a plate over it. late: a low double note, once for each order, and
   its red band. lost: a falling note until touched, and the hatched screen. A tablet that slept sounds at most once. */
(() => {
  "use strict";

  const AGAIN = { arrived: 4_000, lost: 12_000 };
  const SOUND = "oc-kitchen-sound", LATE = "oc-kitchen-late";
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  let audio = null, opened = false, muted = false, wakeLock = null;
  const repeating = new Map();

  /* -- notes: frequency in Hz, start and length in seconds */

  const TUNES = {
    arrived: [["triangle", 880, 0, .18], ["triangle", 1174.7, .16, .18], ["triangle", 1568, .32, .4]],
    late: [["square", 220, 0, .22], ["square", 220, .3, .35]],
    lost: [["sawtooth", 660, 0, .3], ["sawtooth", 440, .3, .3], ["sawtooth", 294, .6, .6]],
  };

  const note = (shape, hertz, at, length) => {
    const voice = audio.createOscillator(), loudness = audio.createGain(), start = audio.currentTime + at;
    voice.type = shape;
    voice.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(shape === "triangle" ? .5 : .18, start + .02);
    loudness.gain.exponentialRampToValueAtTime(.001, start + length);
    voice.connect(loudness).connect(audio.destination);
    voice.start(start);
    voice.stop(start + length + .05);
  };

  const play = (tune) => {
    document.dispatchEvent(new CustomEvent("oc:sound", { detail: { tune, audible: Boolean(audio && !muted) } }));
    if (!audio || muted) return;
    if (audio.state === "suspended") audio.resume();
    for (const one of TUNES[tune]) note(...one);
  };

  const ring = (tune) => {
    if (repeating.has(tune)) return;
    play(tune);
    repeating.set(tune, setInterval(() => play(tune), AGAIN[tune]));
  };
  const hush = (tune) => { clearInterval(repeating.get(tune)); repeating.delete(tune); };

  /* -- new: only what is newer than anything this screen has shown */

  const newest = () => Number(find("#tickets")?.dataset.newest || 0);
  let shownUpTo = newest();
  const fresh = new Set();

  const arrivals = () => {
    for (const ticket of all(".ticket")) ticket.classList.toggle("is-new", fresh.has(ticket.id));
    if (newest() <= shownUpTo) return;
    for (const ticket of all('.ticket[data-status="awaiting_preparation"]')) {
      if (Number(ticket.dataset.placed) > shownUpTo) { fresh.add(ticket.id); ticket.classList.add("is-new"); }
    }
    shownUpTo = newest();
    find("#arrival b").textContent = find("#tickets").dataset.newestNumber;
    find("#arrival").hidden = false;
    ring("arrived");
  };

  const touched = () => {
    for (const tune of [...repeating.keys()]) hush(tune);
    find("#arrival").hidden = true;
    fresh.clear();
    for (const ticket of all(".is-new")) ticket.classList.remove("is-new");
  };

  /* -- late: once for each order, even after a reload */

  const known = new Set(JSON.parse(sessionStorage.getItem(LATE) || "[]"));
  const lateness = (silently = false) => {
    const late = all('.ticket[data-age="late"], .oven [data-age="late"]').map((row) => row.dataset.order).filter((order) => !known.has(order));
    if (!late.length) return;
    for (const order of late) known.add(order);
    sessionStorage.setItem(LATE, JSON.stringify([...known].slice(-300)));
    if (!silently) play("late");
  };

  /* -- the gesture */

  const keepAwake = async () => {
    try { wakeLock = await navigator.wakeLock?.request("screen"); } catch { wakeLock = null; /* low battery: the device decides */ }
  };
  const fullScreen = async (on) => {
    try { await (on ? document.documentElement.requestFullscreen?.() : document.exitFullscreen?.()); } catch { /* not allowed here: the rest works */ }
  };
  const showSound = () => {
    const button = find("#sound");
    button.hidden = !opened;
    button.setAttribute("aria-pressed", String(!muted));
    find("#open-service").hidden = opened;
  };

  find("#open-service").addEventListener("click", () => {
    opened = true;
    muted = localStorage.getItem(SOUND) === "off";
    audio ??= new AudioContext();
    play("arrived");
    fullScreen(true);
    keepAwake();
    showSound();
  });
  find("#sound").addEventListener("click", () => {
    muted = !muted;
    localStorage.setItem(SOUND, muted ? "off" : "on");
    if (!muted) play("arrived");
    showSound();
  });
  find("#full-screen").addEventListener("click", () => fullScreen(!document.fullscreenElement));

  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, touched, true);
  document.addEventListener("oc:painted", () => { lateness(); arrivals(); });
  document.addEventListener("oc:age", () => queueMicrotask(() => lateness()));
  document.addEventListener("oc:frozen", () => ring("lost"));
  document.addEventListener("oc:state", ({ detail }) => { if (detail.state === "live") hush("lost"); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && opened && (wakeLock === null || wakeLock.released)) keepAwake(); });
  lateness(true);
  showSound();
})();
