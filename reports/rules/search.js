"use strict";
(() => {
  const box = document.getElementById("search");
  const rows = [...document.querySelectorAll("[data-words]")];
  const counted = document.getElementById("counted");
  const apply = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => row.dataset.words.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    for (const part of document.querySelectorAll("section[data-pack]")) {
      part.hidden = !part.querySelector("[data-words]:not([hidden])");
    }
    counted.textContent = `${shown} / ${rows.length}`;
    history.replaceState(null, "", box.value ? `#${encodeURIComponent(box.value)}` : location.pathname);
  };
  document.getElementById("find").hidden = false;
  try { box.value = decodeURIComponent(location.hash.slice(1)); } catch { box.value = ""; }
  box.addEventListener("input", apply);
  apply();
})();
