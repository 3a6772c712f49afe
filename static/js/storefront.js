/* What a shop page does beyond its forms: shows refusals, marks the family in view, closes the sizes once one is chosen. */
"use strict";

addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  // Pages without a live screen have nobody else to show why something was refused.
  if (xhr.status < 400 || document.querySelector("oc-live") || !xhr.responseText.includes('class="refusal"')) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.swapOverride = "innerHTML";
  event.detail.target = document.getElementById("refusal");
});

addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, requestConfig } = event.detail;
  if (!successful || elt.id !== "add") return;
  const button = requestConfig?.triggeringEvent?.submitter;
  const dish = button?.closest("[data-product]");
  if (!dish) return;
  dish.classList.add("was-added");
  setTimeout(() => dish.classList.remove("was-added"), 900);
  const sizes = button.closest("details.sizes");
  if (sizes) {
    sizes.open = false;
    sizes.querySelector("summary").focus({ preventScroll: true });
  }
});

// A page brought back by the back button shows the basket of then.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("#basket-bar, #basket, #checkout")) location.reload();
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
