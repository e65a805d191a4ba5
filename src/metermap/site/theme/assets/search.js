// The search. Its index is a script of our own, loaded when somebody turns to the search field:
// a page from a file system may load a script, and nothing else.
"use strict";

(() => {
  const { element, readState, fold, words } = window.metermap;
  const IN_LIST = 6;
  const IN_PAGE = 100;

  // ---- spellings ---------------------------------------------------------------------------

  const hex = (digits) => `0x${digits.padStart(4, "0")}`;

  // A number as the index writes it, 0x0702, from 0x702, 0702, 1794 (decimal) or a pair 0x0702/0x0000.
  const numbers = (word) => {
    const pair = /^(?:0x)?([0-9a-f]{1,4})[/:](?:0x)?([0-9a-f]{1,4})$/.exec(word);
    if (pair) return [`${hex(pair[1])}/${hex(pair[2])}`];
    const prefixed = /^0x([0-9a-f]{1,4})$/.exec(word);
    if (prefixed) return [hex(prefixed[1])];
    const found = [];
    if (/^[0-9a-f]{4}$/.test(word)) found.push(hex(word));
    if (/^[1-9]\d{1,4}$/.test(word) && Number(word) < 0x10000) found.push(hex(Number(word).toString(16)));
    return found;
  };

  // The spellings that each word of a query may stand in; what was typed comes first.
  const termsOf = (query) => words(query).map((word) => [...new Set([word, ...numbers(word)])]);

  // ActiveTariffPrice is also found, and ranked, as three words.
  const spaced = (title) => title.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$& ").toLowerCase();

  // ---- ranking -----------------------------------------------------------------------------

  const isWordPart = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

  // Where a term stands in a text, best place first: 0 as a whole word, 1 at the start of a word,
  // 2 inside one, null nowhere. A number is never found inside another: 362 is not in 1362.
  const standing = (text, term) => {
    const number = /^\d/.test(term);
    let best = null;
    for (let at = text.indexOf(term); at !== -1 && best !== 0; at = text.indexOf(term, at + 1)) {
      const before = text[at - 1];
      if (number && before !== undefined && /\d/.test(before)) continue;
      const score = isWordPart(before) ? 2 : isWordPart(text[at + term.length]) ? 1 : 0;
      best = Math.min(best ?? score, score);
    }
    return best;
  };

  // How well one spelling fits an entry: 0 best, null not at all.
  const fitOne = (entry, term) => {
    if (entry.title === term) return 0;
    const title = standing(entry.spaced, term);
    if (title !== null) return [entry.spaced.startsWith(term) ? 1 : 2, entry.spaced.startsWith(term) ? 2 : 3, 6][title];
    if (entry.title.startsWith(term)) return 2;
    if (entry.title.includes(term) && !/^\d/.test(term)) return 6;
    const rest = standing(entry.rest, term);
    if (rest !== null) return [4, 7, 8][rest];
    return citedBy(entry, term) ? CITED : null;
  };

  // The logical name that an entry cites in a constant and that a term begins or names; it is no address of the entry.
  const CITED = 9;
  const citedBy = (entry, term) => entry.cited.find((name) => standing(name, term) !== null);
  const cites = (entry, terms) => {
    const own = (term) => standing(` ${entry.spaced} ${entry.title} ${entry.rest}`, term) !== null;
    return terms.filter((term) => !term.some(own)).flatMap((term) => term.map((one) => citedBy(entry, one))).find(Boolean);
  };

  const fit = (entry, terms) => {
    let score = 0;
    for (const [index, alternatives] of terms.entries()) {
      const scores = alternatives.map((term) => fitOne(entry, term)).filter((one) => one !== null);
      if (!scores.length) return null;
      score += Math.min(...scores) * (index ? 1 : 1.01);
    }
    return score;
  };

  const byRank = (a, b) => a.score - b.score || a.entry.kind - b.entry.kind || a.entry.order - b.entry.order;

  const find = (index, query) => {
    const terms = termsOf(query);
    if (!terms.length) return { terms, hits: [] };
    const whole = fold(query).trim();
    const hits = [];
    for (const entry of index.entries) {
      const score = fit(entry, terms);
      const phrase = terms.length > 1 && (entry.title === whole || entry.rest.includes(` ${whole} `));
      if (score !== null) hits.push({ score: entry.title === whole ? 0 : phrase ? 0.5 : score, entry });
    }
    return { terms, hits: hits.sort(byRank) };
  };

  // Whether anything of these kinds is called so, or has the word.
  const ADDRESSES = new Set(["COSEM object", "Cluster", "Attribute", "Command"]);
  const isAddress = (index, term) => index.entries.some((entry) =>
    ADDRESSES.has(index.kinds[entry.kind]) && (entry.title === term || entry.rest.includes(` ${term} `)));

  // What nothing is at, of an address that somebody asks about: a hit is then none that is kept there.
  const NAME = /^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
  const MEMBER = /^0x[0-9a-f]{4}\/0x[0-9a-f]{4}$/;
  const NUMBER = /^0x[0-9a-f]{4}$/;
  const nothingAt = (index, terms, hits) => {
    const term = terms.length === 1 ? terms[0].at(-1) : "";
    const asked = NAME.test(term) || MEMBER.test(term) || (NUMBER.test(terms[0]?.[0]) && !hits.length);
    return asked && !isAddress(index, term) ? term : "";
  };
  const unused = (term) => (term ? `. No statement is at ${term}` : "");

  // Hits by kind; the kind of the best hit comes first.
  const grouped = (index, hits) => {
    const groups = new Map();
    for (const { entry } of hits) {
      if (!groups.has(entry.kind)) groups.set(entry.kind, []);
      groups.get(entry.kind).push(entry);
    }
    return [...groups].map(([kind, entries]) => ({ kind: index.kinds[kind], entries }));
  };

  // ---- a word that nothing has -------------------------------------------------------------

  // Whether two words differ by at most `limit` letters put in, left out, swapped or changed.
  const isNear = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return false;
    let older = [];
    let old = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const change = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + change);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      if (Math.min(...row) > limit) return false;
      [older, old] = [old, row];
    }
    return old[b.length] <= limit;
  };

  const wordsOf = (index) => {
    index.words ??= [...new Set(index.entries.flatMap((entry) => entry.spaced.match(/\p{L}{4,}/gu) ?? []))].sort();
    return index.words;
  };

  // The query with each unknown word replaced by a near one; empty if some word has none.
  const meant = (index, query) => {
    const typed = fold(query).trim().split(/\s+/);
    if (typed.length > 5) return "";
    const near = typed.map((word) => {
      if (find(index, word).hits.length) return word;
      if (!/^\p{L}{4,30}$/u.test(word)) return "";
      const known = (limit) => wordsOf(index).find((one) => isNear(word, one, limit));
      return known(1) ?? (word.length > 6 ? known(2) : "") ?? "";
    });
    const suggestion = near.every(Boolean) ? near.join(" ") : "";
    return suggestion && find(index, suggestion).hits.length ? suggestion : "";
  };

  // ---- the index ---------------------------------------------------------------------------

  const read = ({ kinds, pages, named }) => {
    const entries = [];
    for (const [page, held] of pages) {
      for (const [kind, shown, detail, anchor, words] of held) {
        entries.push({
          kind, shown, detail,
          cited: words.split(" ").filter((word) => word.startsWith("=")).map((word) => word.slice(1)),
          address: anchor ? `${page}#${anchor}` : page,
          order: entries.length,
          title: fold(shown),
          spaced: spaced(shown),
          rest: fold(` ${detail} ${words.replace(/(^| )=\S+/g, "")} ${kinds[kind]} `).replace(/,/g, " ,"),
        });
      }
    }
    return { kinds, entries, named: new Map(Object.entries(named)) };
  };

  let loading = null;
  const loadIndex = (root) => {
    loading ??= new Promise((resolve, reject) => {
      const script = element("script");
      script.src = `${root}assets/search-index.js`;
      script.onload = () => resolve(read(window.metermapIndex));
      script.onerror = () => { loading = null; reject(new Error("The search index could not be loaded")); };
      document.head.append(script);
    });
    return loading;
  };

  // ---- what is shown -----------------------------------------------------------------------

  // A text with every spelling of the terms marked.
  const marked = (className, text, terms) => {
    const made = element("span", className);
    const lower = text.toLowerCase();
    const ranges = terms.flat().flatMap((term) => {
      const at = lower.length === text.length ? lower.indexOf(term) : -1;
      return at === -1 ? [] : [[at, at + term.length]];
    }).sort(([a], [b]) => a - b);
    let done = 0;
    for (const [start, end] of ranges) {
      if (start < done) continue;
      made.append(text.slice(done, start), element("mark", "", text.slice(start, end)));
      done = end;
    }
    made.append(text.slice(done));
    return made;
  };

  const hitLink = (root, entry, terms) => {
    const link = element("a", "hit");
    link.href = root + entry.address;
    link.append(marked("title", entry.shown, terms));
    const cited = cites(entry, terms);
    const details = [entry.detail, cited ? `cites ${cited} as a constant` : ""].filter(Boolean).join(", ");
    if (details) link.append(" ", marked("detail", details, terms));
    return link;
  };

  const pageOf = (root, query) => `${root}search.html?${new URLSearchParams({ q: query })}`;

  const count = (number) => (number === 1 ? "1 found" : `${number.toLocaleString("en-GB")} found`);

  // ---- the search field --------------------------------------------------------------------

  const startField = (form) => {
    const root = form.dataset.root;
    const field = form.querySelector("input");
    const list = document.getElementById("search-results");
    const status = document.getElementById("search-status");
    // Roles that only a script can live up to are a script's to give.
    const roles = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Search results");
    let options = [];
    let active = -1;
    let exact = "";

    const activate = (next) => {
      options[active]?.setAttribute("aria-selected", "false");
      active = next;
      const option = options[active];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };
    const open = (isOpen) => {
      list.hidden = !isOpen;
      field.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) activate(-1);
    };
    const close = () => { open(false); status.textContent = ""; };

    const option = (entry, terms) => {
      const link = hitLink(root, entry, terms);
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      link.id = `hit-${options.push(link)}`;
      return link;
    };
    const group = ({ kind, entries }, terms, number) => {
      const made = element("div", "hits");
      made.setAttribute("role", "group");
      const more = entries.length > IN_LIST ? ` · ${IN_LIST} of ${entries.length}` : "";
      const heading = element("span", "kind", `${kind}${more}`);
      heading.id = `hits-${number}`;
      made.setAttribute("aria-labelledby", heading.id);
      made.append(heading, ...entries.slice(0, IN_LIST).map((entry) => option(entry, terms)));
      return made;
    };
    const suggest = (index, query, at) => {
      const suggestion = meant(index, query);
      status.textContent = suggestion ? `Nothing found. Did you mean ${suggestion}?` : `Nothing found${unused(at)}`;
    };
    const show = (index, query) => {
      const { terms, hits } = find(index, query);
      options = [];
      activate(-1);
      exact = hits[0] && terms.length === 1 && terms[0].includes(hits[0].entry.title) ? root + hits[0].entry.address : "";
      list.replaceChildren(...grouped(index, hits).map((one, number) => group(one, terms, number)));
      open(hits.length > 0);
      list.scrollTop = 0;
      const at = nothingAt(index, terms, hits);
      if (hits.length) status.textContent = `${count(hits.length)}${unused(at)}`;
      else suggest(index, query, at);
    };
    const search = async () => {
      const query = field.value;
      if (!query.trim()) { close(); return; }
      try {
        const index = await loadIndex(root);
        if (query === field.value) show(index, query);
      } catch (error) {
        status.textContent = error.message;
      }
    };
    const step = (by) => {
      if (list.hidden) { search(); return; }
      const next = active + by;
      activate(next < -1 ? options.length - 1 : next >= options.length ? -1 : next);
    };

    const KEYS = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Escape: () => { if (list.hidden) field.value = ""; close(); },
    };
    field.addEventListener("keydown", (event) => {
      if (!KEYS[event.key] || event.isComposing) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = field.value.trim();
      if (options[active]) options[active].click();
      else if (query) location.assign(!list.hidden && exact ? exact : pageOf(root, query));
    });
    field.addEventListener("focus", () => { loadIndex(root).catch(() => {}); });
    field.addEventListener("input", search);
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  };

  // ---- the page of results -----------------------------------------------------------------

  const startPage = async (page) => {
    const root = page.dataset.root ?? "";
    const query = readState().get("q")?.slice(0, 100) ?? "";
    const status = page.querySelector("[role=status]");
    const field = document.getElementById("search-field");
    if (!query.trim()) return;
    if (field && !field.value) field.value = query;

    const section = ({ kind, entries }, terms) => {
      const made = element("section", "hits");
      const list = element("ul");
      list.append(...entries.slice(0, IN_PAGE).map((entry) => {
        const line = element("li");
        line.append(hitLink(root, entry, terms));
        return line;
      }));
      const cut = entries.length > IN_PAGE ? `, the first ${IN_PAGE} shown` : "";
      made.append(element("h2", "", kind), element("p", "quiet", `${count(entries.length)}${cut}`), list);
      return made;
    };
    try {
      const index = await loadIndex(root);
      const { terms, hits } = find(index, query);
      status.textContent = hits.length ? `${count(hits.length)} for “${query}”` : `Nothing found for “${query}”.`;
      const at = nothingAt(index, terms, hits);
      if (at) {
        const name = index.named.get(at);
        const said = name ? `${at}; the dictionary calls it: ${name}.` : `${at}.`;
        page.append(element("p", "", `No statement is at ${said}`));
      }
      document.title = `${query} – ${document.title}`;
      page.append(...grouped(index, hits).map((group) => section(group, terms)));
      const suggestion = hits.length ? "" : meant(index, query);
      if (!suggestion) return;
      const link = element("a", "", suggestion);
      link.href = pageOf(root, suggestion);
      const line = element("p", "", "Did you mean ");
      line.append(link, "?");
      page.append(line);
    } catch (error) {
      status.textContent = error.message;
    }
  };

  const form = document.getElementById("search-form");
  if (form) startField(form);
  const page = document.getElementById("search-page");
  if (page) startPage(page);
})();
