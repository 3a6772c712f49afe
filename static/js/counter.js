/* The counter's search: the server paints everything that is sold, the browser shows what the words find.

   Written again, in the same task, after each painted frame. `/` goes to the field, Escape empties it. */
(() => {
  "use strict";

  const field = document.getElementById("search"), none = document.getElementById("none-found");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const arrange = () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const chapter of document.querySelectorAll("#sell .chapter")) {
      let here = 0;
      for (const row of chapter.querySelectorAll(".sold")) {
        const words = plain(row.dataset.words);
        row.hidden = !wanted.every((word) => words.includes(word));
        here += row.hidden ? 0 : 1;
      }
      chapter.hidden = here === 0;
      found += here;
    }
    none.hidden = found > 0;
  };

  field.addEventListener("input", arrange);
  field.form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("oc:painted", arrange);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field.select();
    } else if (event.key === "Escape" && event.target === field) {
      field.value = "";
      arrange();
    }
  });
  arrange();
})();
