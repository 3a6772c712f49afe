/* The switches of a store: what can be undone says so for eight seconds, and a double tap is one tap. */
(() => {
  "use strict";

  const TOO_QUICK = 500;
  let gone = 0;
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const place = detail.target;
    if (!place.dataset.undoFor) return;
    clearTimeout(gone);
    gone = setTimeout(() => place.replaceChildren(), Number(place.dataset.undoFor));
  });

  /* The frame turns the button round under the finger: the second tap would put back what the first took off. */
  let tapped = "", at = -TOO_QUICK;
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(".switch-row button")?.closest(".switch-row");
    if (!row) return;
    const again = row.id === tapped && event.timeStamp - at < TOO_QUICK;
    [tapped, at] = [row.id, event.timeStamp];
    if (!again) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
})();
