"use strict";
// Sorts a table by the column whose head is pressed, and filters the submissions. Without scripts all is shown, worst first.
(() => {
  const valueOf = (row, at) => {
    const cell = row.cells[at];
    const text = cell.dataset.value ?? cell.textContent.trim();
    return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  };
  const compare = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === ""); // what is blank stands last in either order
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");
  };
  for (const table of document.querySelectorAll("table.sort")) {
    const body = table.tBodies[0];
    for (const head of table.tHead.rows[0].cells) {
      head.querySelector("button").addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const down = before ? before === "ascending" : head.classList.contains("num");
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = [...body.rows].map((row) => [valueOf(row, head.cellIndex), row]);
        keyed.sort(([a], [b]) => (a === "" || b === "" || !down ? compare(a, b) : compare(b, a)));
        body.append(...keyed.map(([, row]) => row));
      });
    }
  }
  const find = document.getElementById("find");
  const box = find.querySelector("input");
  const rows = [...document.getElementById("rows").tBodies[0].rows];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const words = new Map(rows.map((row) => [row, fold(row.textContent)]));
  box.addEventListener("input", () => {
    const wanted = fold(box.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !wanted.every((word) => words.get(row).includes(word));
    find.querySelector("output").value = wanted.length ? `${rows.filter((row) => !row.hidden).length} / ${rows.length}` : "";
  });
  find.hidden = false;
})();
