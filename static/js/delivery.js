"use strict";
// The courier's fingers: how many orders are chosen, what change to give, and the telephone's own map.
(() => {
  const euros = (cents) =>
    new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" }).format(cents / 100);

  function count() {
    const form = document.getElementById("take-many");
    const chosen = document.querySelectorAll("#ready input[name=orders]:checked").length;
    if (!form) return;
    const button = form.querySelector("button");
    button.querySelector("span").textContent = chosen === 1 ? button.dataset.one : button.dataset.many.replace("{count}", chosen);
    button.disabled = chosen === 0;
  }

  function cents(text) {
    const said = text.replace(/[\s€]/g, "");
    const found = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(said);
    return found ? Number(found[1]) * 100 + Number((found[2] || "0").padEnd(2, "0")) : NaN;
  }

  function change(form) {
    const given = form.elements.given;
    const line = form.querySelector(".change");
    line.classList.remove("is-short");
    line.replaceChildren();
    if (!given.value.trim()) return;
    const left = cents(given.value) - Number(form.dataset.due);
    line.classList.toggle("is-short", !(left >= 0));
    if (Number.isNaN(left)) line.textContent = line.dataset.sayUnclear;
    else {
      const amount = document.createElement("b");
      amount.className = "number";
      amount.textContent = euros(Math.abs(left));
      line.append(left < 0 ? line.dataset.sayShort : line.dataset.sayChange, " ", amount);
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-action=cash]");
    if (form) change(form);
    if (event.target.name === "orders") count();
  });

  document.addEventListener("click", (event) => {
    const give = event.target.closest("[data-give]");
    if (give) {
      give.form.elements.given.value = (Number(give.dataset.give) / 100).toFixed(2).replace(".00", "");
      change(give.form);
    }
    const map = event.target.closest("a[data-geo]");
    if (map && /Android/.test(navigator.userAgent)) {
      event.preventDefault();
      location.href = map.dataset.geo;
    }
  });

  // Another stop is before the courier: its address has to be in sight, however far down the list the finger was.
  const stop = () => document.querySelector("#round .stop")?.closest("[data-order]")?.dataset.order ?? "";
  let before = stop();
  document.addEventListener("oc:painted", () => {
    const now = stop();
    if (now && now !== before) scrollTo({ top: 0 });
    before = now;
  });

  // A repaint may take chosen orders away: somebody else was faster.
  document.addEventListener("DOMContentLoaded", () => {
    count();
    new MutationObserver(count).observe(document.querySelector("main.run"), { childList: true, subtree: true });
  });
})();
