// The filter of a table. No text is read as markup; nothing is loaded. The form names its rows: data-rows is the id of
// their tbody, and each select the data attribute that it compares. The choice stands in the address after the #.
"use strict";

(() => {
  const start = (form) => {
    const body = document.getElementById(form.dataset.rows);
    if (!body) return;
    const rows = [...body.rows].map((row) => ({ row, text: row.textContent.toLowerCase() }));
    const facets = [...form.querySelectorAll("select")];
    const words = form.querySelector("input[type=search]");
    const selection = form.parentElement.querySelector("output.selection");
    const place = form.dataset.rows.replace(/-table$/, "");
    const noun = form.dataset.noun;

    const chosen = () => facets.filter((facet) => facet.selectedIndex > 0);

    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      const facetsChosen = chosen();
      let shown = 0;
      for (const { row, text } of rows) {
        const fits = facetsChosen.every((facet) => row.dataset[facet.name] === facet.value)
          && wanted.every((word) => text.includes(word));
        row.hidden = !fits;
        shown += fits;
      }
      const said = facetsChosen.map((facet) => `${facet.name} ${facet.value}`);
      if (words.value.trim()) said.push(`text “${words.value.trim()}”`);
      const count = `${shown.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} ${noun}`;
      selection.textContent = said.length ? `${count}: ${said.join(", ")}` : count;
      selection.classList.toggle("chosen", said.length > 0);
    };

    // The address is changed in place, so that going back leaves the page and does not undo each key.
    const keep = () => {
      const state = new URLSearchParams(chosen().map((facet) => [facet.name, facet.value]));
      if (words.value.trim()) state.set("text", words.value.trim());
      const said = state.toString();
      history.replaceState(null, "", said ? `#${place}?${said}` : `#${place}`);
    };

    const restore = () => {
      const [anchor, said] = location.hash.slice(1).split("?");
      if (anchor !== place || said === undefined) return;
      const state = new URLSearchParams(said);
      for (const facet of facets) {
        const options = [...facet.options];
        facet.selectedIndex = Math.max(0, options.findIndex((option, index) => index > 0 && option.value === state.get(facet.name)));
      }
      words.value = state.get("text") ?? "";
      apply();
      document.getElementById(place)?.scrollIntoView();
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { apply(); keep(); });
    form.addEventListener("reset", () => setTimeout(() => { apply(); keep(); }));
    window.addEventListener("hashchange", restore);
    form.hidden = false;
    selection.hidden = false;
    apply();
    restore();
  };

  document.querySelectorAll("form[data-rows]").forEach(start);
})();
