/* The stockroom: finds a row by its name, offers the right unit, and gives the count its keys. Nothing here is needed to read or to write. */
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  find("#summary")?.focus();
  find(".stock-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  /* -- a row by its name; what is repainted is filtered again */

  const plain = (text) => text.toLowerCase().replaceAll("œ", "oe").normalize("NFD").replace(/\p{M}/gu, "");
  const search = find("[data-search]"), typed = search && find("input", search);
  const filter = () => {
    const wanted = plain(typed.value.trim()), rows = all("#levels > [data-name]");
    for (const row of rows) row.hidden = !plain(row.dataset.name).includes(wanted);
    find("#nothing-found").hidden = rows.some((row) => !row.hidden) || !rows.length;
  };
  if (typed) {
    search.hidden = false;
    typed.addEventListener("input", filter);
    document.addEventListener("oc:painted", filter);
  }

  /* -- one menu at a time, and Escape closes it */

  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.(".level-more") && target.open) for (const other of all(".level-more[open]")) if (other !== target) other.open = false;
  }, true);
  document.addEventListener("keydown", ({ key }) => {
    const open = key === "Escape" && find(".level-more[open], .stock-stores[open]");
    if (open) { open.open = false; find("summary", open).focus(); }
  });

  /* -- an ingredient brings its unit */

  document.addEventListener("change", ({ target }) => {
    const measure = target.matches?.("select[name$=ingredient]") && target.selectedOptions[0]?.dataset.measure;
    if (!measure) return;
    const select = target.form.elements[target.name.replace(/ingredient$/, "measure")];
    if (select) select.value = measure;
  });

  /* -- the keys of a count */

  const count = find("[data-count]");
  if (!count) return;
  const shown = find("[data-typed]", count), pad = find("[data-keypad]", count), touch = matchMedia("(pointer: coarse)").matches;
  pad.hidden = false;
  if (touch) shown.inputMode = "none"; // our keys are larger than the phone's
  else if (!find("#summary")) shown.focus();
  pad.addEventListener("click", ({ target }) => {
    const key = target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    if (key === "back") shown.value = shown.value.slice(0, -1);
    else if (key !== "," || !/[.,]/.test(shown.value)) shown.value += key;
    shown.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
