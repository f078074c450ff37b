"use strict";
// Filters the findings by severity and by words, and jumps by keys. Without scripts the controls stay hidden and all is shown.
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
  // j and k go to the next finding and the one before, / to the search, Esc from a figure's checks back to the figure.
  const jump = (by) => {
    const shown = [...document.querySelectorAll("article[data-severity]:not([hidden])")];
    const at = shown.findIndex((card) => `#${card.id}` === location.hash);
    const next = at < 0 && by < 0 ? shown.at(-1) : shown[at + by];
    if (next) location.hash = next.id;
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input[type=search]");
    const open = document.querySelector(".uses:target .close");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing) typing.blur();
    else if (event.key === "Escape" && open) open.click();
    else if (!typing && event.key === "j") jump(1);
    else if (!typing && event.key === "k") jump(-1);
    else if (!typing && event.key === "/" && bar) {
      event.preventDefault();
      bar.querySelector("input[type=search]").focus();
    }
  });
  // On paper the folded addends of a finding are shown.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("article details")) fold.open = true;
  });
})();
