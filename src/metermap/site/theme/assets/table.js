// Tables that filter and sort, on any page; site/filters.py writes the controls.
//
// What has data-filter="ID" filters the rows of the element with that id: rows of its tables but
// for those of class "group", and whatever has data-row. Its search field (name "q") looks through
// a row's text, its group's heading and its data-q. A check box, radio button or list named N lets
// through rows whose data-N has its value among its words; within a name any value will do, across
// names all must. A tbody or a data-rows of which every row is hidden goes too. An <output> says how
// many of how many. The state stands in the page's address.
//
// A control with data-of="column" looks at headings instead: its value is among the words of their
// data-N; one with data-of="cell" at letters. A row's data-s has a letter for each heading with
// data-column. A row fits if a column asked for has a letter asked for.
//
// A heading with data-sort="name" sorts; with data-kind="number" by number, with data-order="ELC…"
// by where the cell's letter stands there. A cell's data-key comes before its text.
//
// The event "metermap:filtered" tells how many rows are shown, and in how many milliseconds.
"use strict";

(() => {
  const { element, fold, words, readState, writeState } = window.metermap;

  // ---- reading the page, once ----------------------------------------------------------------

  const readRow = (row, heading) => ({
    row,
    letters: row.dataset.s ?? "",
    text: fold(`${heading} ${row.textContent} ${row.dataset.q ?? ""}`),
  });

  // The rows by what holds them: a tbody, or what has data-rows.
  const readGroups = (target) => {
    const groups = new Map();
    for (const row of target.querySelectorAll("tbody > tr:not(.group), [data-row]")) {
      const body = row.closest("tbody, [data-rows]");
      if (!groups.has(body)) {
        const heading = body?.querySelector(":scope > .group")?.textContent ?? "";
        groups.set(body, { body, heading, section: row.closest("[data-rows]"), rows: [] });
      }
      const group = groups.get(body);
      group.rows.push(readRow(row, group.heading));
    }
    return [...groups.values()];
  };

  const controlsOf = (form) => [...form.querySelectorAll("[name]")].filter((control) => control.name !== "q");

  const isTick = (control) => ["checkbox", "radio"].includes(control.type);

  // What is asked for: name, what it looks at ("row", "column" or "cell") and the values chosen.
  const asked = (form) => {
    const found = new Map();
    for (const control of controlsOf(form)) {
      if (!control.value || (isTick(control) && !control.checked)) continue;
      const facet = found.get(control.name) ?? { name: control.name, of: control.dataset.of ?? "row", values: [] };
      facet.values.push(control.value);
      found.set(control.name, facet);
    }
    return [...found.values()];
  };

  // ---- what fits -----------------------------------------------------------------------------

  const has = (node, { name, values }) => {
    const said = (node.getAttribute(`data-${name}`) ?? "").split(" ");
    return values.some((value) => said.includes(value));
  };

  // The indexes of the columns asked for; null where none is.
  const columnsAsked = (headings, facets) => {
    const columns = facets.filter((facet) => facet.of === "column");
    if (!columns.length) return null;
    return headings.flatMap((heading, index) => (columns.every((facet) => has(heading, facet)) ? [index] : []));
  };

  const cellTest = (columns, letters) => {
    if (!columns && !letters) return null;
    const fits = letters ? (letter) => letters.includes(letter) : (letter) => letter !== " ";
    if (!columns) return (row) => [...row.letters].some(fits);
    return (row) => columns.some((index) => fits(row.letters[index] ?? " "));
  };

  const wordTest = (query) => {
    const wanted = words(query);
    return wanted.length ? (row) => wanted.every((word) => row.text.includes(word)) : null;
  };

  const testsOf = (query, columns, facets) => [
    wordTest(query),
    cellTest(columns, facets.find((facet) => facet.of === "cell")?.values),
    ...facets.filter((facet) => facet.of === "row").map((facet) => (row) => has(row.row, facet)),
  ].filter(Boolean);

  // While some columns are asked for, the others are out of sight (classes hide-3, hide-4 …).
  const hideColumns = (target, headings, columns) => {
    for (const [index, heading] of headings.entries()) {
      target.classList.toggle(`hide-${heading.cellIndex + 1}`, Boolean(columns) && !columns.includes(index));
    }
  };

  // Hide what does not fit, and what is left empty by it. Only what changes is touched: rows in
  // a body that goes as a whole stay as they are.
  const apply = (groups, tests) => {
    const sections = new Map();
    let shown = 0;
    for (const { body, section, rows } of groups) {
      const fits = rows.map((row) => tests.every((test) => test(row)));
      const count = fits.filter(Boolean).length;
      const apart = body?.contains(rows[0].row);
      if (body) setHidden(body, !count);
      if (count || !apart) rows.forEach(({ row }, index) => setHidden(row, !fits[index]));
      if (section) sections.set(section, count || sections.get(section));
      shown += count;
    }
    for (const [section, count] of sections) setHidden(section, !count);
    return shown;
  };

  const setHidden = (node, hidden) => { if (node.hidden !== hidden) node.hidden = hidden; };

  // ---- the form and the address --------------------------------------------------------------

  const forms = [...document.querySelectorAll("[data-filter]")];
  const fieldOf = (form) => form.querySelector("[name=q]");
  const tables = [...document.querySelectorAll("table:has(thead [data-sort])")];

  // Several on a page keep their names apart in the address.
  const stateName = (among, id, name) => (among.length > 1 ? `${id}.${name}` : name);

  const fill = (form, state) => {
    const said = (name) => state.getAll(stateName(forms, form.dataset.filter, name));
    const field = fieldOf(form);
    if (field) field.value = said("q")[0] ?? "";
    for (const control of controlsOf(form)) {
      const values = said(control.name);
      if (isTick(control)) control.checked = values.includes(control.value);
      else control.value = values.at(-1) ?? "";
      if (control.selectedIndex === -1) control.selectedIndex = 0;
    }
  };

  const keep = (form) => {
    const state = readState();
    const named = (name) => stateName(forms, form.dataset.filter, name);
    for (const name of ["q", ...controlsOf(form).map((control) => control.name)]) state.delete(named(name));
    const query = fieldOf(form)?.value.trim();
    if (query) state.set(named("q"), query);
    for (const { name, values } of asked(form)) for (const value of values) state.append(named(name), value);
    writeState(state);
  };

  const numbered = (count) => count.toLocaleString("en-GB");

  const startFilter = (form) => {
    const target = document.getElementById(form.dataset.filter);
    if (!target) return;
    const output = form.querySelector("output");
    const noun = output?.dataset.noun ?? "rows";
    const headings = [...target.querySelectorAll("[data-column]")];
    const groups = readGroups(target);
    const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
    let timer = 0;

    const run = () => {
      const began = performance.now();
      const facets = asked(form);
      const columns = columnsAsked(headings, facets);
      hideColumns(target, headings, columns);
      const shown = apply(groups, testsOf(fieldOf(form)?.value ?? "", columns, facets));
      if (output) output.textContent = `${numbered(shown)} of ${numbered(total)} ${noun}`;
      for (const facet of form.querySelectorAll("details.facet")) markFacet(facet);
      const filtered = performance.now() - began;
      requestAnimationFrame(() => setTimeout(() => {
        const detail = { shown, total, filtered, painted: performance.now() - began };
        target.dispatchEvent(new CustomEvent("metermap:filtered", { detail, bubbles: true }));
      }));
    };
    const changed = () => {
      run();
      clearTimeout(timer);
      timer = setTimeout(() => keep(form), 200);
    };
    const restore = () => { fill(form, readState()); run(); };

    form.addEventListener("input", changed);
    target.addEventListener("metermap:sorted", run);
    form.querySelector(".reset")?.addEventListener("click", () => { fill(form, new URLSearchParams()); changed(); });
    addEventListener("hashchange", () => { if (location.hash.startsWith("#?")) restore(); });
    // What a browser filled in by itself on the way back gives way to the address.
    addEventListener("pageshow", restore);
  };

  // How many values are chosen, beside the name of a folded facet.
  const markFacet = (facet) => {
    const count = facet.querySelectorAll("input:checked").length;
    facet.querySelector("summary").dataset.chosen = count || "";
  };

  // An open facet lies over the table: another one, a click elsewhere or Escape folds it.
  const closeFacets = (but) => {
    for (const facet of document.querySelectorAll("details.facet[open]")) if (facet !== but) facet.open = false;
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.facet[open]")) closeFacets(event.target);
  }, true);
  document.addEventListener("click", (event) => closeFacets(event.target.closest?.("details.facet")));
  document.addEventListener("keydown", (event) => {
    const facet = event.key === "Escape" && event.target.closest?.("details.facet[open]");
    if (!facet) return;
    facet.open = false;
    facet.querySelector("summary").focus();
  });

  // ---- sorting -------------------------------------------------------------------------------

  const keyOf = (row, heading) => {
    const cell = row.cells[heading.cellIndex];
    const said = cell?.dataset.key ?? cell?.textContent.trim() ?? "";
    if (heading.dataset.order) return said ? heading.dataset.order.indexOf(said) : null;
    if (heading.dataset.kind !== "number") return said.toLowerCase();
    const value = parseFloat(said.replace(/,/g, ""));
    return Number.isNaN(value) ? null : value;
  };

  // Nothing comes last, whatever the direction.
  const compare = (a, b, sign) => {
    const empty = (key) => key === null || key === "";
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
    if (typeof a === "number") return sign * (a - b);
    return sign * a.localeCompare(b, "en", { numeric: true });
  };

  const sorted = (rows, heading, sign) => rows
    .map((row) => [keyOf(row, heading), row])
    .sort(([a], [b]) => compare(a, b, sign))
    .map(([, row]) => row);

  // The rows of a grouped table leave their groups while sorted; each then says its group's name.
  const nameGroups = (rows, homes) => {
    for (const row of rows) {
      const group = homes.get(row).querySelector(":scope > .group");
      const name = row.querySelector("th");
      if (group && name && !name.querySelector(".of-group")) {
        name.prepend(element("span", "of-group", group.textContent.trim()), " ");
      }
    }
  };

  const startSort = (table) => {
    const headings = [...table.querySelectorAll("thead [data-sort]")];
    const rows = [...table.querySelectorAll("tbody > tr:not(.group)")];
    const homes = new Map(rows.map((row) => [row, row.parentElement]));
    const grouped = rows.some((row) => homes.get(row).querySelector(":scope > .group"));
    const flat = element("tbody");

    const restore = () => {
      for (const row of rows) homes.get(row).append(row);
      flat.remove();
      table.classList.remove("flat");
    };
    const arrange = (heading, sign) => {
      if (!sign) { restore(); return; }
      if (grouped) nameGroups(rows, homes);
      flat.append(...sorted(rows, heading, sign));
      table.append(flat);
      table.classList.toggle("flat", grouped);
    };
    const sort = (heading, sign) => {
      for (const other of headings) other.removeAttribute("aria-sort");
      if (sign) heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      arrange(heading, sign);
      // Rows have changed places: what was hidden with its group has to be hidden by itself.
      table.dispatchEvent(new CustomEvent("metermap:sorted", { bubbles: true }));
    };
    const name = stateName(tables, table.id, "sort");
    const fromAddress = () => {
      const said = readState().get(name) ?? "";
      const heading = headings.find((one) => one.dataset.sort === said.replace(/^-/, ""));
      if (heading) sort(heading, said.startsWith("-") ? -1 : 1);
    };
    const toAddress = (heading, sign) => {
      const state = readState();
      if (sign) state.set(name, `${sign < 0 ? "-" : ""}${heading.dataset.sort}`);
      else state.delete(name);
      writeState(state);
    };

    for (const heading of headings) {
      const button = element("button", "sort");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: -1, descending: 0 }[heading.getAttribute("aria-sort")] ?? 1;
        sort(heading, next);
        toAddress(heading, next);
      });
    }
    fromAddress();
  };

  // In this order: the filter has to see which rows stand together.
  forms.forEach(startFilter);
  tables.forEach(startSort);
})();
