/* Keeps the regions of a page as the server shows them, or says that it does not.

   <oc-live src="/ws/live/" v="kitchen.lille=12"> opens one socket, paints the frames it sends, polls when there is none.
   For others: attribute data-state here and data-live on <html> (live, reconnecting, stale, frozen, closed); events
   oc:frame (each frame, detail.now is the server's clock), oc:painted (detail.versions), oc:state, oc:frozen. */
(() => {
  "use strict";

  const FINAL = new Set([4401, 4403, 4404, 4426]);
  const LOST = 3_000, STALE = 10_000, FROZEN = 60_000; // after so many ms without a socket
  const POLL_EVERY = 15_000, OPEN_WITHIN = 10_000, SUSPECT = 20_000;
  const FIRST_RETRY = 250, LAST_RETRY = 15_000;
  const TICK = 500, ASLEEP = 5_000;
  const IDLE = 5_000, RELOAD_EVERY = 60_000;
  const TYPED = "input:not([type=checkbox], [type=radio]), textarea, [contenteditable]";
  const FIELDS = "input, textarea, select, [contenteditable]";
  const FOCUSABLE = "button:not(:disabled), a[href], input, select, textarea, summary, [tabindex]";

  const read = (held) => new Map((held || "").split(/\s+/).filter(Boolean).map((item) => {
    const at = item.lastIndexOf("=");
    return [item.slice(0, at), Number(item.slice(at + 1))];
  }));
  const spell = (versions) => [...versions].map(([name, version]) => `${name}=${version}`).join(" ");

  class OcLive extends HTMLElement {
    connectedCallback() {
      this.held = read(this.getAttribute("v"));
      this.deadAfter = Number(this.getAttribute("dead-after")) || 35_000;
      this.build = document.documentElement.dataset.build || "";
      this.edited = new WeakSet(); // fields where a person typed
      this.pending = new Map(); // element -> versions whose frame ends its waiting; null until the answer
      this.tries = 0;
      this.frameAt = this.tickedAt = this.touchedAt = Date.now();
      this.lostAt = Date.now(); // until the first frame says otherwise
      this.shownAt = Date.now(); // server time of what is shown
      this.polledAt = 0;
      this.off = new AbortController();
      this.listen();
      this.timer = setInterval(() => this.tick(), TICK);
      this.show("live");
      this.open();
    }

    disconnectedCallback() {
      clearInterval(this.timer);
      clearTimeout(this.retry);
      this.off.abort();
      this.drop();
    }

    listen() {
      const on = (target, name, act) => target.addEventListener(name, act, { signal: this.off.signal });
      on(window, "online", () => this.reopen());
      on(window, "offline", () => { this.lostAt ??= Date.now(); });
      on(window, "pageshow", (event) => { if (event.persisted) this.wake(); });
      on(document, "visibilitychange", () => { if (!document.hidden) this.check(); });
      on(document, "input", (event) => { this.edited.add(event.target); this.touchedAt = Date.now(); });
      on(document, "reset", (event) => this.forgetTyping(event.target));
      for (const name of ["pointerdown", "keydown"]) on(document, name, () => { this.touchedAt = Date.now(); });
      on(document, "htmx:beforeRequest", ({ detail }) => { if (detail.requestConfig?.verb !== "get") this.mark(detail.elt); });
      on(document, "htmx:afterRequest", (event) => this.answered(event.detail));
      on(document, "htmx:responseError", (event) => this.refused(event.detail.xhr));
      for (const name of ["htmx:sendError", "htmx:timeout"]) on(document, name, () => this.toast(this.dataset.sayOffline));
    }

    /* -- the socket */

    open() {
      clearTimeout(this.retry);
      if (this.code || this.socket) return;
      const url = new URL(this.getAttribute("src"), location.href);
      url.protocol = url.protocol.replace("http", "ws");
      url.search = `?v=${encodeURIComponent(spell(this.held))}`;
      const socket = this.socket = new WebSocket(url);
      this.openedAt = Date.now();
      this.greeted = false;
      socket.onmessage = (event) => { if (socket === this.socket) this.heard(event.data); };
      socket.onclose = (event) => { if (socket === this.socket) this.lost(event.code); };
    }

    heard(text) {
      this.greeted = true;
      this.tries = 0;
      this.lostAt = null;
      this.take(text);
      this.decide();
    }

    lost(code) {
      this.socket = null;
      if (FINAL.has(code)) {
        this.end(code);
        return;
      }
      this.lostAt ??= Date.now();
      const wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.tries * (1 + Math.random()));
      this.tries += 1;
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.open(), wait);
    }

    drop() {
      const socket = this.socket;
      this.socket = null;
      if (socket) {
        socket.onmessage = socket.onclose = null;
        socket.close();
      }
    }

    reopen() {
      if (this.code) return;
      this.drop();
      this.tries = 0;
      this.lostAt ??= Date.now();
      this.open();
    }

    /* Back from sleep or from the cache: what is shown is old, and we say so before anything else. */
    wake() {
      const now = Date.now();
      if (now - this.frameAt > STALE) this.lostAt = Math.min(this.lostAt ?? now, now - STALE);
      if (now - this.frameAt > FROZEN) this.lostAt = now - STALE; // stale at once; frozen, and its sound, only if it lasts
      this.decide();
      this.reopen();
    }

    check() {
      const now = Date.now();
      if (now - this.frameAt > this.deadAfter) this.wake();
      else if (!this.socket || now - this.frameAt > SUSPECT) this.reopen();
    }

    end(code) {
      this.code = code;
      clearTimeout(this.retry);
      this.drop();
      this.show("closed");
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = this.getAttribute(`data-do-${code}`) || "";
      this.say(this.getAttribute(`data-say-${code}`) || "", link);
    }

    /* -- the clock */

    tick() {
      const now = Date.now(), slept = now - this.tickedAt > ASLEEP;
      this.tickedAt = now;
      if (this.code) return;
      if (slept && now - this.frameAt > this.deadAfter) {
        this.wake();
        return;
      }
      if (this.greeted && this.socket && now - this.frameAt > this.deadAfter) {
        this.lostAt ??= this.frameAt;
        this.reopen();
      } else if (this.socket && !this.greeted && now - this.openedAt > OPEN_WITHIN) {
        this.drop();
        this.lost(0);
      }
      this.decide();
      if (this.lostAt !== null && now - this.lostAt >= STALE && now - this.polledAt >= POLL_EVERY) this.poll();
      if (this.overdue(now)) this.poll();
      this.reloadWhenIdle(now);
    }

    /* A change we made is answered but not shown after 10 s: ask. */
    overdue(now) {
      const waiting = [...this.pending.values()].some((wait) => wait.versions && now - wait.since > STALE);
      return waiting && now - this.polledAt >= POLL_EVERY;
    }

    decide() {
      if (this.code) return;
      const now = Date.now(), gone = this.lostAt === null ? 0 : now - this.lostAt;
      const age = Math.min(gone, now - this.frameAt);
      if (gone < LOST) this.show("live");
      else if (gone < STALE) this.show("reconnecting", this.dataset.sayReconnecting);
      else this.show(age < FROZEN ? "stale" : "frozen", this.dataset.sayStale.replace("{time}", this.time()));
    }

    time() {
      const style = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
      return new Date(this.shownAt).toLocaleTimeString("fr-FR", { ...style, timeZone: this.dataset.timeZone || undefined });
    }

    show(state, sentence = "") {
      const before = this.dataset.state;
      if (sentence !== this.sentence) this.say(sentence);
      if (state === before) return;
      this.dataset.state = document.documentElement.dataset.live = state;
      this.tell("oc:state", { state, before });
      if (state === "frozen") this.tell("oc:frozen", {});
    }

    say(sentence, ...more) {
      this.sentence = sentence;
      for (const bar of document.querySelectorAll("[data-live-bar]")) bar.replaceChildren(sentence, ...(more.length ? [" ", ...more] : []));
      for (const text of document.querySelectorAll("[data-live-text]")) text.textContent = sentence || this.dataset.sayLive || "";
    }

    tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }

    async poll() {
      this.polledAt = Date.now();
      try {
        const answer = await fetch(`${this.dataset.poll}?v=${encodeURIComponent(spell(this.held))}`, { cache: "no-store", signal: AbortSignal.timeout(OPEN_WITHIN) });
        if (answer.ok) {
          this.take(await answer.text());
          this.tries = 0;
          if (!this.socket) this.open(); // the server is back: do not wait for the next try
        }
        else if (FINAL.has(4000 + answer.status)) this.end(4000 + answer.status);
        this.decide();
      } catch {
        // no network: the next poll, or the socket
      }
    }

    /* A page of an older build reloads while nobody is busy with it. */
    reloadWhenIdle(now) {
      if (!this.outdated || now - this.touchedAt < IDLE || this.pending.size || this.busy()) return;
      const last = Number(sessionStorage.getItem("oc-reloaded") || 0);
      if (now - last < RELOAD_EVERY) return; // two builds side by side while one replaces the other
      sessionStorage.setItem("oc-reloaded", String(now));
      location.reload();
    }

    busy() {
      if (document.activeElement?.matches(FIELDS) || document.querySelector("dialog[open], :popover-open")) return true;
      return [...document.querySelectorAll("input, textarea, select")].some((field) => this.typed(field));
    }

    typed(field) {
      return this.edited.has(field) && (field.type === "checkbox" || field.type === "radio" || field.value !== "");
    }

    forgetTyping(form) {
      for (const field of form?.elements || []) this.edited.delete(field);
    }

    /* -- frames */

    take(text) {
      const holder = document.createElement("template");
      holder.innerHTML = text;
      this.frameAt = Date.now();
      let parts = null;
      for (const element of [...holder.content.children]) {
        if (element.localName === "oc-frame") {
          if (parts) this.paint(...parts);
          parts = [element, []];
        } else if (parts) parts[1].push(element);
      }
      if (parts) this.paint(...parts);
    }

    paint(head, parts) {
      const { kind, now, build, reset } = head.dataset, versions = read(head.dataset.v);
      this.tell("oc:frame", { kind, now: Number(now), versions });
      if (build && this.build && build !== this.build) this.outdated = true;
      this.build ||= build;
      const older = [...versions].some(([name, version]) => version < (this.held.get(name) ?? 0));
      if (older && reset === undefined) {
        const newer = [...versions].some(([name, version]) => version > (this.held.get(name) ?? 0));
        if (newer) this.reopen(); // neither before nor after what we hold: start from a snapshot
        return;
      }
      for (const part of parts) this.swap(part);
      for (const [name, version] of versions) this.held.set(name, version);
      this.setAttribute("v", spell(this.held));
      this.shownAt = Number(now);
      this.note(head);
      this.settle();
      if (parts.length || kind !== "beat") this.tell("oc:painted", { versions, kind, regions: parts.map((part) => part.id) });
    }

    note(head) {
      const place = document.getElementById("oc-frame");
      for (const name of ["v", "kind", "now", "build"]) if (place) place.dataset[name] = head.dataset[name] || "";
    }

    swap(part) {
      const place = document.getElementById(part.id), how = part.getAttribute("hx-swap-oob");
      part.removeAttribute("hx-swap-oob");
      if (!place) return;
      if (how === "innerHTML") place.replaceChildren(...part.childNodes);
      else if (how === "morph") this.morph(place, part);
    }

    morph(place, fresh) {
      const focus = this.rememberFocus(place);
      const scrolled = [place, ...place.querySelectorAll("*")].filter((e) => e.scrollTop || e.scrollLeft).map((e) => [e, e.scrollTop, e.scrollLeft]);
      Idiomorph.morph(place, fresh, {
        morphStyle: "outerHTML",
        ignoreActiveValue: Boolean(document.activeElement?.matches(TYPED)), // a focused button changes its words
        callbacks: { beforeAttributeUpdated: (name, element) => this.mayChange(name, element) },
      });
      for (const [element, top, left] of scrolled) if (element.isConnected) { element.scrollTop = top; element.scrollLeft = left; }
      const painted = document.getElementById(fresh.id) || place;
      window.htmx?.process(painted);
      this.handOverFocus(focus, painted);
    }

    /* What belongs to the person or to us, not to the server, survives. */
    mayChange(name, element) {
      if (name === "data-pending" || name === "data-age" || name === "data-over") return false;
      if (name === "open" && element.matches("details, dialog")) return false;
      if (name === "value" || name === "checked") return !this.typed(element);
      if (name === "selected") return !this.typed(element.closest("select") || element);
      return true;
    }

    /* Focus in something that leaves goes to its ticket, else to the next ticket, else to the one before. */
    rememberFocus(place) {
      const active = document.activeElement;
      if (!active || active === document.body || !place.contains(active)) return null;
      const row = active.closest("[data-order], [data-product], li[id], tr[id], article[id]");
      if (!row || !place.contains(row) || row === place) return { active, heirs: [] };
      const rows = [...row.parentElement.children].filter((e) => e.id), at = rows.indexOf(row);
      return { active, heirs: [row, ...rows.slice(at + 1), ...rows.slice(0, at).reverse()].map((e) => e.id) };
    }

    handOverFocus(focus, place) {
      const now = document.activeElement;
      if (!focus || (now && now !== document.body && now.isConnected)) return;
      const heir = focus.heirs.map((id) => id && document.getElementById(id)).find(Boolean) || place;
      const target = heir.matches(FOCUSABLE) ? heir : heir.querySelector(FOCUSABLE) || heir;
      if (!target.matches(FOCUSABLE)) target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }

    /* -- changes made here */

    mark(element) {
      const form = element.closest("form") || element;
      form.setAttribute("data-pending", "");
      this.pending.set(form, { versions: null, since: Date.now() });
    }

    answered({ elt, xhr, successful }) {
      const form = elt.closest("form") || elt, held = xhr?.getResponseHeader?.("OC-Version");
      if (successful) this.forgetTyping(form);
      if (!successful || !held) {
        this.release(form);
        return;
      }
      const versions = new Map([...read(held)].filter(([name]) => this.held.has(name)));
      this.pending.set(form, { versions, since: Date.now() });
      this.settle();
      if (this.pending.has(form) && (!this.socket || this.lostAt !== null)) this.poll();
    }

    settle() {
      for (const [form, { versions }] of this.pending) {
        const shown = versions && [...versions].every(([name, version]) => (this.held.get(name) ?? 0) >= version);
        if (shown || !form.isConnected) this.release(form);
      }
    }

    release(form) {
      this.pending.delete(form);
      form.removeAttribute("data-pending");
    }

    refused(xhr) {
      const said = new DOMParser().parseFromString(xhr.responseText || "", "text/html").querySelector(".refusal");
      this.toast(said?.textContent.trim() || (xhr.status < 500 ? this.dataset.sayRefused : this.dataset.sayBroken));
    }

    toast(sentence) {
      const place = document.getElementById("refusal"), toast = document.createElement("p");
      toast.className = "refusal";
      toast.setAttribute("role", "alert");
      toast.textContent = sentence;
      toast.addEventListener("click", () => toast.remove());
      place?.replaceChildren(toast);
      clearTimeout(this.toasted);
      this.toasted = setTimeout(() => toast.remove(), 8_000);
    }
  }

  customElements.define("oc-live", OcLive);
})();
