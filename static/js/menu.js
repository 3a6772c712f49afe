/* The switches of a store: what can be undone says so for eight seconds. */
(() => {
  "use strict";

  let gone = 0;
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const place = detail.target;
    if (!place.dataset.undoFor) return;
    clearTimeout(gone);
    gone = setTimeout(() => place.replaceChildren(), Number(place.dataset.undoFor));
  });
})();
