
// The filter of a table. No text is read as markup; nothing is loaded. What has data-filter="ID" filters the rows of
// the element with that id, or what its data-rows selects there: a list named N lets through rows of which a word of
// data-N is its value, the search field rows that hold all its words, in their text or in data-words. What has
// data-group goes with the last of its rows. The choice stands in the address, after the mark of the section:
// #gaps?device=GSME
"use strict";

(() => {
  const start = (filter) => {
    const table = document.getElementById(filter.dataset.filter);
    if (!table) return;
    const kind = filter.dataset.rows || "tbody > tr";
    const rows = [...table.querySelectorAll(kind)].map((row) => ({ row, text: `${row.dataset.words ?? ""} ${row.textContent}`.toLowerCase() }));
    const groups = [...table.querySelectorAll("[data-group]")];
    const lists = [...filter.querySelectorAll("select")];
    const field = filter.querySelector("input[type=search]");
    const selection = filter.parentElement.querySelector("output.selection");
    const section = filter.closest("section").id;
    const noun = filter.dataset.noun;

    const has = (row, list) => (row.dataset[list.name] ?? "").split(" ").includes(list.value);
    const chosen = () => lists.filter((list) => list.value);

    const apply = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      const facets = chosen();
      let shown = 0;
      for (const { row, text } of rows) {
        const fits = facets.every((list) => has(row, list)) && words.every((word) => text.includes(word));
        row.hidden = !fits;
        shown += fits;
      }
      for (const group of groups) group.hidden = !group.querySelector(`${kind}:not([hidden])`);
      const said = facets.map((list) => `${list.name} ${list.selectedOptions[0].dataset.shown}`);
      if (words.length) said.push(`with “${field.value.trim()}”`);
      const count = `${shown.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} ${noun}`;
      selection.textContent = said.length ? `${count}: ${said.join(", ")}` : count;
      selection.classList.toggle("chosen", said.length > 0);
    };

    // The address is changed in place, so that going back leaves the page and does not undo each key.
    const keep = () => {
      const state = new URLSearchParams(chosen().map((list) => [list.name, list.value]));
      if (field.value.trim()) state.set(field.name, field.value.trim());
      const said = state.toString();
      history.replaceState(null, "", said ? `#${section}?${said}` : `#${section}`);
    };

    const restore = () => {
      const [anchor, said] = location.hash.slice(1).split("?");
      if (anchor !== section || said === undefined) return;
      const state = new URLSearchParams(said);
      for (const list of lists) {
        const wanted = state.get(list.name) ?? "";
        list.value = [...list.options].some((option) => option.value === wanted) ? wanted : "";
      }
      field.value = state.get(field.name) ?? "";
      apply();
      document.getElementById(section).scrollIntoView();
    };

    const changed = () => { apply(); keep(); };

    filter.addEventListener("input", changed);
    filter.querySelector("button").addEventListener("click", () => {
      for (const list of lists) list.value = "";
      field.value = "";
      changed();
      field.focus();
    });
    for (const link of document.querySelectorAll(`a[data-choice][href="#${section}"]`)) link.href += `?${link.dataset.choice}`;
    window.addEventListener("hashchange", restore);
    filter.classList.remove("off");
    apply();
    restore();
  };

  document.querySelectorAll("[data-filter]").forEach(start);
})();
