// Moving through the matrix by keyboard. One link of the table is in the order of the Tab key; from
// there the arrow keys lead to every cell, and Enter opens what the row is about.
"use strict";

(() => {
  const PAGE = 10;

  const isShown = (node) => !node.hidden;

  const bodiesOf = (table) => [...table.tBodies].filter(isShown);

  // The row next to one, over the borders of groups; null at an end.
  const beside = (row, side) => {
    const sibling = `${side}ElementSibling`;
    const edge = side === "next" ? "firstElementChild" : "lastElementChild";
    for (let next = row[sibling], body = row.parentElement; ;) {
      while (!next) {
        body = body[sibling];
        if (body?.localName !== "tbody") return null;
        next = isShown(body) ? body[edge] : null;
      }
      if (isShown(next) && next.checkVisibility({ contentVisibilityAuto: false })) return next;
      next = next[sibling];
    }
  };

  const along = (row, side, steps) => {
    let found = row;
    for (let step = 0; step < steps; step += 1) found = beside(found, side) ?? found;
    return found;
  };

  const edgeRow = (table, last) => {
    const bodies = bodiesOf(table);
    const rows = [...(last ? bodies.at(-1) : bodies[0])?.rows ?? []].filter(isShown);
    return last ? rows.at(-1) : rows[0];
  };

  const linkOf = (row) => row.querySelector("th a");

  const start = (table) => {
    let current = null;
    let column = 1;

    const stop = (node) => {
      if (current) current.tabIndex = -1;
      current = node;
      if (current) current.tabIndex = 0;
    };
    const enter = (row) => {
      if (!row) return;
      const cell = row.cells[Math.min(column, row.cells.length - 1)];
      const node = cell.querySelector("a") ?? cell;
      stop(node);
      node.focus();
    };
    const across = (row, to) => { column = Math.max(0, Math.min(to, row.cells.length - 1)); enter(row); };

    const KEYS = {
      ArrowDown: (row) => enter(beside(row, "next")),
      ArrowUp: (row) => enter(beside(row, "previous")),
      PageDown: (row) => enter(along(row, "next", PAGE)),
      PageUp: (row) => enter(along(row, "previous", PAGE)),
      ArrowLeft: (row, at) => across(row, at - 1),
      ArrowRight: (row, at) => across(row, at + 1),
      Home: (row, at, event) => (event.ctrlKey ? enter(edgeRow(table, false)) : across(row, 0)),
      End: (row, at, event) => (event.ctrlKey ? enter(edgeRow(table, true)) : across(row, row.cells.length - 1)),
      Enter: (row) => linkOf(row)?.click(),
    };
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("tbody td, tbody th");
      const onLink = event.key === "Enter" && event.target.closest("a");
      if (!cell || !KEYS[event.key] || onLink || event.altKey || event.metaKey) return;
      event.preventDefault();
      KEYS[event.key](cell.parentElement, cell.cellIndex, event);
    });
    // A link that the mouse or a search on the page turned to is where the keys go on from.
    table.addEventListener("focusin", (event) => {
      const cell = event.target.closest("tbody td, tbody th");
      if (!cell || event.target === current) return;
      column = cell.cellIndex;
      stop(event.target);
    });
    // What is pointed at says its name, which the legend has too.
    table.addEventListener("mouseover", (event) => {
      if (event.target.localName === "i") event.target.title ||= event.target.className.replaceAll("-", " ");
    });
    const first = () => {
      const row = edgeRow(table, false);
      if (!current?.checkVisibility({ contentVisibilityAuto: false })) stop(row ? linkOf(row) : null);
    };
    table.addEventListener("metermap:filtered", first);
    for (const link of table.querySelectorAll("tbody a")) link.tabIndex = -1;
    first();
  };

  document.querySelectorAll("table.matrix").forEach(start);
})();
