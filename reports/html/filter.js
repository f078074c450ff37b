"use strict";
// Filters the findings by severity and by words. Without scripts the controls stay hidden and all is shown.
(() => {
  const bar = document.getElementById("filter");
  if (bar) {
    const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
    const cards = [...document.querySelectorAll("article[data-severity]")].map((card) => ({
      card, words: fold(card.textContent), row: document.querySelector(`tr[data-finding="${card.id}"]`),
    }));
    const search = bar.querySelector("input[type=search]");
    const output = bar.querySelector("output");
    const update = () => {
      const wanted = fold(search.value);
      const grades = new Set([...bar.querySelectorAll("input:checked")].map((box) => box.value));
      let shown = 0;
      for (const { card, words, row } of cards) {
        const hidden = !grades.has(card.dataset.severity) || !words.includes(wanted);
        card.hidden = hidden;
        if (row) row.hidden = hidden;
        shown += hidden ? 0 : 1;
      }
      output.value = output.dataset.words.replace("{shown}", shown).replace("{total}", cards.length);
    };
    bar.addEventListener("input", update);
    bar.hidden = false;
    update();
  }
  // On paper the folded addends of a finding are shown.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("article details")) fold.open = true;
  });
})();
