// What every page has: the choice of colours, copy buttons, the slash key, and what the other
// scripts share. No text of the catalogue is ever read as markup: all goes through textContent.
"use strict";

window.metermap = (() => {
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  // ---- what a screen reader is told --------------------------------------------------------

  let announcer = null;
  const announce = (text) => {
    if (!announcer) {
      announcer = element("p", "visually-hidden");
      announcer.setAttribute("role", "status");
      document.body.append(announcer);
    }
    announcer.textContent = "";
    // A region that has only just appeared, or says the same again, is not read.
    setTimeout(() => { announcer.textContent = text; }, 50);
  };

  // ---- state in the address ----------------------------------------------------------------

  // The query, or the fragment "#?…" where a browser does not let a page change its query.
  const readState = () => new URLSearchParams(
    location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);

  const writeState = (state) => {
    const query = state.size ? `?${state}` : "";
    const kept = location.hash.startsWith("#?") ? "" : location.hash;
    try {
      history.replaceState(history.state, "", `${location.pathname}${query}${kept}`);
    } catch {
      location.replace(`#${query}`);
    }
  };

  // ---- copying -----------------------------------------------------------------------------

  const copyBySelection = (text) => {
    const field = element("textarea", "visually-hidden");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  const selectInstead = (source) => {
    if (source) getSelection().selectAllChildren(source);
  };

  // <button data-copy="text"> copies the text, <button data-copy-from="id"> what the element says.
  const onCopy = async (button) => {
    const source = document.getElementById(button.dataset.copyFrom ?? "");
    const done = await copy(button.dataset.copy ?? source?.textContent ?? "");
    if (!done) selectInstead(source);
    button.focus();
    const said = done ? "Copied" : source ? "Selected: press Ctrl+C" : "Not copied";
    button.dataset.label ??= button.textContent;
    button.textContent = said;
    announce(said);
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
  };

  // ---- colours -----------------------------------------------------------------------------

  const THEMES = ["", "light", "dark"];
  const THEME_NAMES = { "": "automatic", light: "light", dark: "dark" };

  const keepTheme = (theme) => {
    try {
      if (theme) localStorage.setItem("metermap-theme", theme);
      else localStorage.removeItem("metermap-theme");
    } catch {
      // No storage here: the choice lasts as long as the page.
    }
  };

  const startTheme = (button) => {
    const now = () => document.documentElement.dataset.theme ?? "";
    const label = () => {
      button.firstElementChild.textContent = `Colours: ${THEME_NAMES[now()]}`;
      button.title = `Colours: ${THEME_NAMES[now()]}`;
    };
    button.addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length];
      if (next) document.documentElement.dataset.theme = next;
      else delete document.documentElement.dataset.theme;
      keepTheme(next);
      label();
    });
    label();
  };

  // ---- start -------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-from]");
    if (button) onCopy(button);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    document.getElementById("search-field")?.focus();
  });
  const toggle = document.getElementById("theme-toggle");
  if (toggle) startTheme(toggle);
  // The menu of a narrow screen; a wide one shows it always.
  const menu = document.getElementById("menu-toggle");
  menu?.addEventListener("click", () => {
    menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") === "false"));
  });

  // ---- spellings ---------------------------------------------------------------------------

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\u200b\u00ad]/g, "");

  // A logical name in any spelling, as the site writes it: 1-0:2.8.0.255. Other words unchanged.
  const canonical = (word) => {
    const hex = /^(?:0x)?([0-9a-f]{12})$/.exec(word);
    const dotted = /^(\d{1,3})[-.](\d{1,3})[:.](\d{1,3})\.(\d{1,3})\.(\d{1,3})[.*&](\d{1,3})$/.exec(word);
    const groups = hex ? hex[1].match(/../g).map((pair) => parseInt(pair, 16)) : dotted?.slice(1).map(Number);
    if (!groups || groups.some((group) => group > 255)) return word;
    return `${groups[0]}-${groups[1]}:${groups.slice(2).join(".")}`;
  };

  // Octets may stand apart, and blanks around the separators of a logical name.
  const tight = (query) => {
    const octets = /^[0-9a-f]{2}([-: ])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}$/.test(query);
    return octets ? query.replace(/[-: ]/g, "") : query.replace(/(\d)\s*([-.:*&])\s*(?=\d)/g, "$1$2");
  };

  // The words of a query, as the site spells them.
  const words = (query) => tight(fold(query).trim()).split(/[\s,;]+/).filter(Boolean).map(canonical);

  return { element, announce, readState, writeState, copy, fold, canonical, words };
})();
