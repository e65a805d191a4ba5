// The way to the same page of other published editions. A site that is no edition says so in edition.js, and then
// nothing is loaded or shown. Texts of the index go through textContent, addresses through the URL parser.
"use strict";

(() => {
  const place = document.getElementById("switcher");
  const label = window.metermapEdition;
  if (!place || !label) return;

  const root = new URL(place.dataset.root, location.href);
  const page = decodeURIComponent(location.pathname.slice(root.pathname.length)) || "index.html";

  const element = (name, text, ...inner) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...inner);
    return made;
  };
  const own = (record, key) => (Object.hasOwn(record, key) ? record[key] : undefined);

  // All names that an item has had: forward through what this edition renamed, and the other one.
  const namesOf = (item, editions) => {
    const names = new Set([item]);
    for (let size = 0; size !== names.size;) {
      size = names.size;
      for (const { renamed } of editions) {
        for (const [before, now] of Object.entries(renamed)) {
          if (names.has(before)) names.add(now);
          if (names.has(now)) names.add(before);
        }
      }
    }
    return names;
  };

  // Where an edition has what this page is about: the item under any of its names, else the page itself.
  const sameIn = (edition, item, editions) => {
    if (!item) return edition.pages.includes(page) ? { page, note: "this page" } : null;
    for (const name of namesOf(item, editions)) {
      const found = own(edition.items, name);
      if (found) return { page: found, note: name === item ? "this item" : `as ${name}` };
    }
    return null;
  };

  const entry = (edition, item, editions) => {
    const same = sameIn(edition, item, editions);
    const link = element("a", edition.label);
    link.href = new URL(`../${edition.label}/${same ? same.page : "index.html"}${same ? location.hash : ""}`, root);
    const what = item ? `knows no ${item}` : "has no such page";
    return element("li", "", link, element("span", same ? same.note : `${what}; to its overview`));
  };

  const show = (editions) => {
    const here = editions.find((edition) => edition.label === label);
    const others = editions.filter((edition) => edition !== here);
    if (!here) return;
    const item = Object.keys(here.items).find((name) => here.items[name] === page);
    const newest = editions[0];
    const summary = element("summary", `Edition ${label}`);
    if (newest !== here) summary.append(element("small", ` ${newest.label} is newer`));
    const list = element("ul", "", ...others.map((edition) => entry(edition, item, editions)));
    const all = element("a", "All editions, item by item");
    all.href = new URL("../compare.html", root);
    const panel = element("div", "", ...(others.length ? [list] : []), element("p", "", all));
    const box = element("details", "", summary, panel);
    place.replaceChildren(box);
    place.hidden = false;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open || !box.contains(document.activeElement)) return;
      box.open = false;
      summary.focus();
    });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) box.open = false; });
    if (item) beside(others, item, editions);
  };

  // On the page of an item: what the other editions have, without opening anything.
  const beside = (others, item, editions) => {
    const heading = document.querySelector("main h1");
    if (!heading || !others.length) return;
    const list = element("ul", "", ...others.map((edition) => entry(edition, item, editions)));
    const line = element("nav", "", element("span", "In other editions"), list);
    line.className = "in-editions";
    line.setAttribute("aria-label", "This item in other editions");
    heading.after(line);
  };

  const script = document.createElement("script");
  script.src = new URL("../versions.js", root);
  script.onload = () => show(window.metermapVersions);
  document.head.append(script);
})();
