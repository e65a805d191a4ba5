// Put into pages by `metermap site serve` only: shows them anew when they were built anew. It asks by loading a
// script, so that the pages' own content policy holds here as well.
"use strict";

(() => {
  const EVERY_MS = 700;
  const state = document.currentScript.dataset.state;
  const banner = document.createElement("div");
  banner.className = "served-notice";
  banner.setAttribute("role", "status");

  window.metermapServed = (now, notice) => {
    if (now !== state) location.reload();
    if (banner.textContent === notice) return;
    banner.textContent = notice;
    if (notice) document.body.prepend(banner);
    else banner.remove();
  };

  const ask = () => {
    const script = document.createElement("script");
    const next = () => { script.remove(); setTimeout(ask, EVERY_MS); };
    script.src = `/.metermap/state.js?${performance.now()}`;
    script.onload = next;
    script.onerror = next;
    document.head.append(script);
  };
  setTimeout(ask, EVERY_MS);
})();
