// Search and the matrix's filter. No text of the catalogue is ever read as markup here: all of
// it goes through textContent. Works from a file system; loads nothing but our own index.
"use strict";

(() => {
  const LIMIT = 40;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  // ---- spellings -------------------------------------------------------------------------

  // A logical name in any spelling, as the index has it: 1-0:2.8.0.255. Other terms unchanged.
  const canonical = (term) => {
    const hex = /^(?:0x)?([0-9a-f]{12})$/.exec(term);
    const dotted = /^(\d+)[-.](\d+)[:.](\d+)\.(\d+)\.(\d+)[.*&](\d+)$/.exec(term);
    const groups = hex ? hex[1].match(/../g).map((pair) => parseInt(pair, 16)) : dotted && dotted.slice(1);
    if (groups) return `${groups[0]}-${groups[1]}:${groups.slice(2).map(Number).join(".")}`;
    const short = /^0x([0-9a-f]{3})$/.exec(term);
    return short ? `0x0${short[1]}` : term;
  };

  const terms = (query) =>
    query.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-").split(/\s+/).filter(Boolean).map(canonical);

  // ---- ranking ---------------------------------------------------------------------------

  // How well a term fits an entry: 0 best, null not at all.
  const fit = (entry, term) => {
    const at = entry.title.indexOf(term);
    if (entry.title === term) return 0;
    if (at === 0) return 1;
    if (at > 0) return /[^a-z0-9]/.test(entry.title[at - 1]) ? 2 : 3;
    return entry.all.includes(term) ? 4 : null;
  };

  const find = (entries, query) => {
    const wanted = terms(query);
    if (!wanted.length) return [];
    const found = [];
    for (const entry of entries) {
      let score = 0;
      for (const term of wanted) {
        const one = fit(entry, term);
        if (one === null) { score = null; break; }
        score += one;
      }
      if (score !== null) found.push({ score, entry });
    }
    found.sort((a, b) => a.score - b.score || a.entry.order - b.entry.order);
    return found.map((hit) => hit.entry);
  };

  // ---- the index, loaded when somebody turns to the search --------------------------------

  let loading = null;
  const loadIndex = (root) => {
    loading ??= new Promise((resolve, reject) => {
      const script = element("script");
      script.src = `${root}assets/search-index.js`;
      script.onload = () => resolve(window.metermapIndex.map(([kind, title, detail, address, words], order) => ({
        kind, shown: title, detail, address, order,
        title: title.toLowerCase(),
        all: `${title} ${detail} ${words}`.toLowerCase(),
      })));
      script.onerror = () => reject(new Error("The search index could not be loaded."));
      document.head.append(script);
    });
    return loading;
  };

  // ---- the search field ------------------------------------------------------------------

  const startSearch = (form) => {
    const root = form.dataset.root;
    const field = form.querySelector("input");
    const list = document.getElementById("search-results");
    const status = document.getElementById("search-status");

    const close = () => { list.hidden = true; status.textContent = ""; };
    const show = (hits) => {
      list.replaceChildren(...hits.slice(0, LIMIT).map((hit) => {
        const link = element("a");
        link.href = root + hit.address;
        link.append(element("span", "kind", hit.kind), element("span", "title", hit.shown), element("span", "detail", hit.detail));
        const line = element("li");
        line.append(link);
        return line;
      }));
      list.hidden = !hits.length;
      const more = hits.length > LIMIT ? `, the first ${LIMIT} shown` : "";
      status.textContent = hits.length ? `${hits.length} found${more}` : "Nothing found";
    };
    const search = async () => {
      const query = field.value;
      if (!query.trim()) { close(); return; }
      try {
        const entries = await loadIndex(root);
        if (query === field.value) show(find(entries, query));
      } catch (error) {
        status.textContent = error.message;
      }
    };
    const move = (step) => {
      const links = [...list.querySelectorAll("a")];
      const next = links.indexOf(document.activeElement) + step;
      (next < 0 ? field : links[Math.min(next, links.length - 1)])?.focus();
    };

    form.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.click(); });
    field.addEventListener("focus", () => { loadIndex(root).catch(() => {}); });
    field.addEventListener("input", search);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); field.focus(); }
      if (list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.focus();
    });
    form.classList.remove("js-only");
  };

  // ---- the matrix's filter ---------------------------------------------------------------

  const startFilter = (form) => {
    const words = document.getElementById("matrix-filter");
    const state = document.getElementById("matrix-state");
    const count = document.getElementById("matrix-count");
    const groups = [...document.querySelectorAll("#matrix tbody")].map((body) => {
      const name = body.rows[0].textContent.toLowerCase();
      const rows = [...body.rows].slice(1).map((row) => ({
        row,
        text: `${name} ${row.cells[0].textContent} ${row.cells[1].textContent.toLowerCase()}`,
        letters: [...row.cells].slice(2).map((cell) => cell.textContent).join(""),
      }));
      return { body, rows };
    });
    const total = groups.reduce((sum, group) => sum + group.rows.length, 0);

    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      const letter = state.value === "any" ? "" : state.value;
      let shown = 0;
      for (const { body, rows } of groups) {
        let any = false;
        for (const { row, text, letters } of rows) {
          const fits = letters.includes(letter) && wanted.every((word) => text.includes(word));
          row.hidden = !fits;
          any ||= fits;
          shown += fits;
        }
        body.hidden = !any;
      }
      count.textContent = `${shown} of ${total} elements`;
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    form.classList.remove("js-only");
    apply();
  };

  const searchForm = document.getElementById("search-form");
  if (searchForm) startSearch(searchForm);
  const matrixForm = document.getElementById("matrix-form");
  if (matrixForm) startFilter(matrixForm);
})();
