/* The kitchen's grid under the hands: places that do not move, rings, allergies to be seen, keys, and the undo.

   The server paints what is; here only what this device adds: which place a ticket has, what was acknowledged on it,
   what the clock changes. Everything is written again, in the same task, after each painted frame. */
(() => {
  "use strict";

  const PLACES = 8, ON_A_TABLET = 6, UNDO_FOR = 8_000, BOUNCE = 80, TOO_QUICK = 300, MOST_REMEMBERED = 300;
  const SEEN = "oc-kitchen-seen", TEXT = "oc-kitchen-text";
  const BANDS = "[data-allergy].must-see, [data-amended].must-see";
  const BUMPS = ".ticket:not([hidden]) .bump, .tick";
  const root = document.documentElement, find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const shown = (element) => element.getClientRects().length > 0;
  const set = (element, name, value) => { if (element.getAttribute(name) !== value) element.setAttribute(name, value); };

  /* -- what this device remembers */

  const recall = (key, otherwise) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
  };
  const remember = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window: for this page only */ }
  };
  let seen = new Set(recall(SEEN, []));
  const markOf = (band) => band.dataset.allergy || band.dataset.amended;
  const see = (mark) => {
    seen.add(mark);
    seen = new Set([...seen].slice(-MOST_REMEMBERED));
    remember(SEEN, [...seen]);
    arrange();
  };

  /* -- what is unfolded */

  const FOLDS = ["data-all-day", "data-still"];
  const opened = () => {
    set(find(".all-day"), "aria-expanded", String(root.hasAttribute("data-all-day")));
    set(find(".still-toggle"), "aria-expanded", String(root.hasAttribute("data-still")));
  };

  /* -- the grid: a ticket changes place only when another one leaves */

  let places = [];
  const cancelled = (ticket) => ticket.dataset.status === "cancelled";
  const gone = (ticket) => cancelled(ticket) && (seen.has(`${ticket.dataset.order}-cancelled`) || OCClock.now() > Number(ticket.dataset.until));

  const arrange = () => {
    const tickets = all(".ticket"), names = tickets.filter((ticket) => !gone(ticket)).map((ticket) => ticket.id);
    const kept = places.slice(0, PLACES), left = kept.some((name) => !names.includes(name));
    places = left ? names : [...kept, ...names.filter((name) => !kept.includes(name))];
    for (const ticket of tickets) place(ticket, places.indexOf(ticket.id) + 1);
    for (const band of all(BANDS)) band.toggleAttribute("data-seen", seen.has(markOf(band)));
    root.setAttribute("data-arranged", "");
    opened();
    waiting(".more-on-a-wall", PLACES);
    waiting(".more-on-a-tablet", ON_A_TABLET);
    tick();
    fit();
  };

  const place = (ticket, number) => {
    const visible = number >= 1 && number <= PLACES;
    ticket.hidden = !visible;
    set(ticket, "data-place", visible ? String(number) : "0");
    if (cancelled(ticket)) ticket.removeAttribute("data-age");
    const key = find(".key", ticket);
    if (key && visible && key.textContent !== String(number)) key.textContent = number;
  };

  const waiting = (selector, room) => {
    const shownHere = all('.ticket:not([hidden], [data-status="cancelled"])').filter((ticket) => Number(ticket.dataset.place) <= room);
    const more = find(selector), beyond = Number(find("#tickets").dataset.total) - shownHere.length;
    more.hidden = beyond <= 0;
    find("b", more).textContent = `+${beyond}`;
  };

  /* Rows as tall as a finger where there is room; smaller lines rather than lines out of sight, or words cut in two. */
  const tooMuch = (lines) => lines.scrollHeight > lines.clientHeight + 1 || all(".line-name", lines).some((name) => name.scrollWidth > name.clientWidth);
  const fit = () => {
    for (const ticket of all(".ticket:not([hidden])")) {
      const lines = find(".lines", ticket), scrolls = getComputedStyle(lines).overflowY === "visible";
      for (const dense of ["touch", "0", "1", "2", "3"]) {
        set(ticket, "data-dense", dense);
        if (scrolls || !tooMuch(lines)) break;
      }
      const rest = find(".rest", ticket);
      rest.hidden = true;
      if (scrolls || lines.scrollHeight <= lines.clientHeight + 1) continue;
      rest.hidden = false; // never a line out of sight without saying so
      const edge = lines.getBoundingClientRect().bottom + 1;
      const cut = all("li", lines).filter((line) => line.getBoundingClientRect().bottom > edge).length;
      find("b", rest).textContent = `+${Math.max(1, cut)}`; // what stands under a name may be cut where the name is not
    }
  };

  /* -- the clock */

  const tick = () => {
    const now = OCClock.now();
    for (const ring of all(".ring")) {
      const from = Number(ring.dataset.from), to = Number(ring.dataset.to);
      const part = to > from ? Math.min(1, Math.max(0, (now - from) / (to - from))) : 1;
      set(find(".ring-done", ring), "stroke-dasharray", `${Math.round(part * 100)} 100`);
      set(ring, "data-heat", to - now <= 20_000 ? "done" : part >= .7 ? "soon" : "calm");
    }
    for (const form of all("form[data-until]")) form.hidden = now > Number(form.dataset.until);
    const beyond = (find("#tickets")?.dataset.beyond || "").split(" ").filter((at) => at && Number(at) <= now).length;
    const late = all('.ticket[data-age="late"], .oven [data-age="late"]').length + beyond, place = find("#late-count");
    place.hidden = late === 0;
    if (find("b", place).textContent !== String(late)) find("b", place).textContent = late;
    const clock = find("[data-clock]"), time = new Date(now).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: find("oc-live")?.dataset.timeZone || undefined });
    if (clock.textContent !== time) clock.textContent = time;
    if (all(".ticket[data-until]:not([hidden])").some(gone)) arrange();
  };

  /* -- allergies, and what was changed after it was sent: the button works once the band was seen */

  const unseen = (element) => all(BANDS, element.closest("[data-order]")).find((band) => !band.hasAttribute("data-seen"));

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-see]");
    if (button) see(button.dataset.see);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-action]"), order = form?.closest("[data-order]");
    const band = order && ["start", "oven", "ready", "collect"].includes(form.dataset.action) && unseen(form);
    if (!band) {
      if (form) sent.set(event.detail.xhr, bumped(form, order));
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    find(".seen", band).focus();
    toast(find("#undo").dataset[band.dataset.allergy ? "allergy" : "amended"]);
  }, true);

  /* The second half of a double tap would hit what the first one brought under the finger. */
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest?.("#tickets [data-action], #rail [data-action]")) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  /* -- what was done, for eight seconds: with the undo, or with what goes with it */

  let undoTimer = 0;
  const toast = (text, next = null) => {
    const content = find("#undo-template").content.cloneNode(true), place = find("#undo"), form = find("form", content);
    find("p", content).textContent = text;
    if (next) offer(form, next); else form.remove();
    place.replaceChildren(content);
    window.htmx.process(place);
    clearTimeout(undoTimer);
    undoTimer = setTimeout(() => place.replaceChildren(), UNDO_FOR);
  };
  const offer = (form, { action, fields, undo, label }) => {
    form.action = action;
    form.setAttribute("hx-post", action);
    form.dataset.action = undo ? "undo" : "next";
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    if (undo) find("button", form).setAttribute("aria-keyshortcuts", "Z");
    else { find(".key", form).remove(); find(".undo-label", form).textContent = label; }
  };

  /* Read before it is sent: the frame that shows it may paint the form anew before the answer comes. */
  const sent = new WeakMap();
  const bumped = (form, order) => ({
    undoes: form.dataset.action === "undo",
    inPanel: Boolean(form.closest("#out-dialog")),
    words: order && find("#undo").dataset[form.dataset.action]?.replace("{number}", order.dataset.number),
    next: { undo: true, action: form.getAttribute("hx-post").replace(/[^/]+\/$/, "recall/"), fields: { seq: Number(find("[name=seq]", form)?.value) + 1 } },
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const bump = sent.get(detail.xhr);
    if (!bump || !detail.successful) return;
    if (bump.undoes) { find("#undo").replaceChildren(); return; }
    const said = detail.xhr.getResponseHeader("OC-Next"), next = said && JSON.parse(said);
    if (bump.inPanel) find("#out-dialog").close(); // back to the tickets, where the undo is
    if (next) toast(next.said, next);
    else if (bump.words) toast(bump.words, bump.next);
  });

  /* -- panels over the screen and outside of what is repainted: a recipe, and what is out */

  const PANELS = { "recipe-panel": ["#recipe", "#recipe-title"], "out-panel": ["#out-dialog", "#out-thing, #out-title"] };
  const panels = all("#recipe, #out-dialog");
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!PANELS[detail.target.id]) return;
    const [name, title] = PANELS[detail.target.id], panel = find(name);
    if (!panel.open) panel.showModal();
    const typing = detail.requestConfig?.triggeringEvent?.detail === 0; // a key: a finger would raise the tablet's keyboard
    ((typing && panel.querySelector("input[type=search]")) || all(title, panel).at(-1))?.focus();
  });
  /* What is refused in the panel is said in it: nothing beside an open dialog can be reached. */
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (!find("#out-dialog")?.open) return;
    const said = new DOMParser().parseFromString(detail.xhr.responseText, "text/html").querySelector(".refusal");
    find("#out-refusal").textContent = said?.textContent || find("oc-live").dataset.sayRefused;
  });
  document.addEventListener("htmx:beforeRequest", () => find("#out-refusal")?.replaceChildren());
  document.addEventListener("click", (event) => {
    const close = event.target.closest?.("[data-close]"), panel = panels.find((one) => (close ? one.contains(close) : one === event.target));
    if (!panel) return;
    if (close) event.preventDefault();
    panel.close();
  });

  /* -- a whole ticket, when its place is too small for it: a copy to read, its lines still lead to the recipes */

  const whole = find("#whole");
  const showWhole = (ticket) => {
    const parts = all(":scope > :is(.ticket-head, .allergy, .amended, .sent-back, .lines, .note)", ticket).map((part) => part.cloneNode(true));
    for (const part of parts) for (const extra of all(".seen, .key", part)) extra.remove();
    find(".whole-ticket", whole).replaceChildren(...parts);
    window.htmx.process(whole);
    whole.dataset.of = ticket.dataset.order;
    whole.setAttribute("aria-label", find(".plate", ticket).textContent);
    if (!whole.open) whole.showModal();
  };
  document.addEventListener("click", ({ target }) => {
    const rest = target.closest?.(".rest");
    if (rest) showWhole(rest.closest(".ticket"));
    else if (whole.open && (target === whole || target.closest?.("#whole :is([data-close], .line-name)"))) whole.close();
    if (target.closest?.(".all-day")) commands.a();
    if (target.closest?.(".still-toggle")) commands.p();
  });
  /* What left the queue is not shown as if it were there; what changed is shown as it is. */
  document.addEventListener("oc:painted", () => {
    if (!whole.open) return;
    const ticket = all(".ticket").find((one) => one.dataset.order === whole.dataset.of);
    if (ticket && !cancelled(ticket)) showWhole(ticket);
    else whole.close();
  });

  /* -- keys: bump bars are keyboards */

  let pressedAt = 0, sawAt = 0;
  const press = (button) => {
    const now = Date.now(), bounced = now - pressedAt < BOUNCE || now - sawAt < TOO_QUICK;
    pressedAt = now;
    if (bounced || !button || !shown(button)) return;
    button.focus({ preventScroll: true });
    const band = unseen(button);
    if (!band) { button.click(); return; }
    see(markOf(band));
    sawAt = now;
  };

  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const move = ([x, y]) => {
    const buttons = all(BUMPS).filter(shown), here = document.activeElement.closest?.("[data-order]");
    const current = here && find(".bump, .tick", here);
    if (!current) { inPlaces()[0]?.focus(); return; }
    const middle = (element) => { const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [cx, cy] = middle(current);
    const ahead = buttons.map((button) => ({ button, dx: middle(button)[0] - cx, dy: middle(button)[1] - cy }))
      .filter(({ button, dx, dy }) => button !== current && (x ? dx * x > 4 : dy * y > 4));
    ahead.sort((a, b) => (x ? Math.abs(a.dx) + 4 * Math.abs(a.dy) : Math.abs(a.dy) + 4 * Math.abs(a.dx)) - (x ? Math.abs(b.dx) + 4 * Math.abs(b.dy) : Math.abs(b.dy) + 4 * Math.abs(b.dx)));
    ahead[0]?.button.focus();
  };
  const inPlaces = () => all(".ticket:not([hidden])").filter(shown)
    .sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place)).map((ticket) => find(".bump", ticket)).filter(Boolean);

  /* The footer unfolds over the tickets: what is to produce, or what is still possible, one at a time. */
  const unfold = (name) => {
    for (const other of FOLDS) if (other !== name) root.removeAttribute(other);
    root.toggleAttribute(name);
    opened();
  };

  const commands = {
    r: () => find("#recall button:not(:disabled)")?.click(),
    z: () => find("#undo form[data-action=undo] button")?.click(),
    a: () => unfold("data-all-day"),
    p: () => unfold("data-still"),
    o: () => find("#out a")?.click(),
    c: () => find(".book").click(),
    s: () => { const button = find("#sound"); (button.hidden ? find("#open-service") : button).click(); },
    f: () => find("#full-screen").click(),
    "?": () => { const menu = find("#kitchen-menu"); menu.open = !menu.open; if (menu.open) find("summary", menu).focus(); },
    escape: () => { for (const open of all("details[open]")) open.open = false; for (const name of FOLDS) root.removeAttribute(name); opened(); },
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable]");
    if (event.ctrlKey || event.altKey || event.metaKey || typing || panels.some((panel) => panel.open) || whole.open) return;
    const key = event.key.toLowerCase();
    const ticket = /^[1-8]$/.test(key) && find(`.ticket[data-place="${key}"]:not([hidden]) .bump`);
    if (ticket) { if (!event.repeat) press(ticket); }
    else if (arrows[event.key] && event.target.type !== "radio") move(arrows[event.key]);
    else if (event.key === "Enter" && document.activeElement.matches(BUMPS)) { if (!event.repeat) press(document.activeElement); }
    else if (event.key === "Enter" && document.activeElement === document.body) inPlaces()[0]?.focus();
    else if (commands[key] && !event.repeat) commands[key]();
    else return;
    if (key !== "escape") event.preventDefault();
  });

  /* -- the size of the text on this device */

  const sized = (size) => {
    root.dataset.text = size;
    for (const radio of all("[name=text-size]")) radio.checked = radio.value === size;
  };
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "text-size") return;
    remember(TEXT, target.value);
    sized(target.value);
    arrange();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    for (const open of all("details[open]")) if (!open.contains(target)) open.open = false;
  });

  window.OCKitchen = { toast };
  sized(String(recall(TEXT, "1")));
  document.addEventListener("oc:painted", arrange);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  window.addEventListener("resize", fit);
  document.addEventListener("oc:state", () => requestAnimationFrame(fit)); // the bar above takes a line, or gives it back
  document.fonts?.addEventListener("loadingdone", fit);
  setInterval(tick, 1000);
  arrange();
})();
