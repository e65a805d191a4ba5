// The reader's choice of colours, before anything is drawn: the only script that is not deferred.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const kept = localStorage.getItem("metermap-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {
    // No storage here: the reader's system decides.
  }
})();
