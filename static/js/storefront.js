/* What a shop page does beyond its forms: shows refusals, asks again when what can be made changed, marks the family in
   view, closes the sizes once one is chosen, counts with + and −. */
"use strict";

/* hx-swap="morph": as the live layer paints, so that focus, open details and the word being typed stay. */
htmx.defineExtension("oc-morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap(style, target, fragment) {
    if (style !== "morph") return false;
    const fresh = fragment.firstElementChild, live = document.querySelector("oc-live"), { id } = fresh;
    if (live) {
      live.forgetTyping(target.closest("form")); // the answer holds what was sent: where it differs, it is right
      live.morph(target, fresh);
    } else target.replaceWith(fresh);
    return [document.getElementById(id)];
  },
});

/* What the store can make changed: parts that depend on it (hx-trigger="oc:shelf from:body") ask for themselves again.
   Not all in the same instant, and those that nobody looks at when somebody does. */
const SPREAD = 250;
const canMake = () => document.getElementById("shelf")?.dataset.canMake;
let shown = canMake();
const ask = () => {
  if (document.hidden || shown === canMake()) return;
  shown = canMake();
  setTimeout(() => htmx.trigger(document.body, "oc:shelf"), Math.random() * SPREAD);
};
addEventListener("oc:painted", ask);
document.addEventListener("visibilitychange", ask);

addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target.id === "customise" && xhr.responseText.includes('id="customise"')) {
    event.detail.shouldSwap = true; // what the menu does not allow is said where it was asked
    event.detail.isError = false;
    return;
  }
  // Pages without a live screen have nobody else to show why something was refused.
  if (xhr.status < 400 || document.querySelector("oc-live") || !xhr.responseText.includes('class="refusal"')) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.swapOverride = "innerHTML";
  event.detail.target = document.getElementById("refusal");
});

addEventListener("htmx:afterRequest", (event) => {
  const { elt: button, successful } = event.detail;
  if (!successful || button.name !== "add") return;
  const dish = button.closest("[data-product]");
  if (!dish) return;
  dish.classList.add("was-added");
  setTimeout(() => dish.classList.remove("was-added"), 900);
  const sizes = button.closest("details.sizes");
  if (sizes) {
    sizes.open = false;
    sizes.querySelector("summary").focus({ preventScroll: true });
  }
});

addEventListener("click", (event) => {
  const step = event.target.closest?.("[data-step]");
  if (!step) return;
  const field = document.getElementById(step.getAttribute("aria-controls"));
  const wanted = (parseInt(field.value, 10) || 0) + Number(step.dataset.step);
  field.value = Math.min(Number(field.max), Math.max(Number(field.min), wanted));
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// Two taps on the button that adds are one.
addEventListener("submit", (event) => {
  if (event.target.id !== "customise" || event.submitter?.formMethod !== "post") return;
  if (event.target.dataset.sent !== undefined) event.preventDefault();
  event.target.dataset.sent = "";
});
addEventListener("pageshow", () => { delete document.getElementById("customise")?.dataset.sent; });

// A page brought back by the back button shows the basket of then.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("#basket-bar, #basket, #checkout, #customise")) location.reload();
});

document.querySelector("#summary, [autofocus]")?.focus();

const tabs = [...document.querySelectorAll(".menu-tabs a")];
if (tabs.length && "IntersectionObserver" in window) {
  const mark = (id) => {
    for (const tab of tabs) {
      if (tab.hash === `#${id}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) mark(target.id);
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  for (const tab of tabs) {
    const family = document.getElementById(tab.hash.slice(1));
    if (family) seen.observe(family);
  }
  mark(tabs[0].hash.slice(1)); // above the first family, it is the one that comes
}
