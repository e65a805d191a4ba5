"""People who see little, point badly or use the keyboard: axe-core, narrow screens and the focus, on each page type."""

from collections.abc import Iterable
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.site.browser.window import NARROW, WIDE, Window
from tests.tools import web_packages

# What axe-core leaves off by default, and these pages hold all the same: targets of 24 pixels, text of 7:1.
_ALSO = ("target-size", "color-contrast-enhanced")
# All that another colour scheme can change.
_COLOURS = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")

# Rows, list entries and sections with the same kinds of elements as one before are judged the same, and there are
# thousands of them. That names and ids differ is html-validate's to say, of the whole page.
_THIN = """
const kinds = (part) => new Set([part, ...part.querySelectorAll("*")].map((each) => each.tagName + each.className));
const shape = (part) => [...kinds(part)].sort().join();
const thin = (parent, parts) => {
  const seen = new Set();
  for (const part of parent.querySelectorAll(parts)) {
    const here = shape(part);
    if (seen.has(here)) part.remove();
    seen.add(here);
  }
};
document.querySelectorAll("main table, main ul, main ol, main dl").forEach((each) => thin(each, "tr, li, dl > div"));
thin(document, "main section");
"""
_AXE = """
const [also, only, done] = arguments;
const options = { resultTypes: ["violations"] };
if (only.length) options.runOnly = { type: "rule", values: only };
else options.rules = Object.fromEntries(also.map((rule) => [rule, { enabled: true }]));
axe.run(document, options).then(({ violations }) => done(violations.map(({ id, nodes }) =>
  [id, nodes.length, nodes[0].target.join(" "), nodes[0].failureSummary.split("\\n")[1]])));
"""


def violations(window: Window, only: Iterable[str] = ()) -> list[str]:
    """Return what axe-core objects to on the open page: rule, count, the first element and why."""
    window.run((web_packages() / "axe-core/axe.min.js").read_text("utf-8"))
    found = window.wait(_AXE, list(_ALSO), list(only))
    assert isinstance(found, list)
    return [f"{rule} ({count}): {selector}: {why.strip()}" for rule, count, selector, why in found]


_LOOKS = (("light", WIDE, ()), ("light", NARROW, ()), ("dark", NARROW, _COLOURS), ("dark", WIDE, _COLOURS))


def test_axe_objects_to_nothing(window: Window, gb_build: Path, gb_types: list[str]) -> None:
    faults = []
    for path in gb_types:
        window.driver.get((gb_build / path).as_uri())
        window.run(_THIN)
        for scheme, width, rules in _LOOKS:
            window.set(width, scheme)
            faults += [f"{path}, {scheme}, {width}: {fault}" for fault in violations(window, rules)]
    assert not faults, "\n".join(faults)


_ODD = """<!DOCTYPE html><html lang="en"><title>Odd</title><style>main { background: white }</style><main><h1>Odd</h1>
<p style="color: #999">pale</p><p style="color: #666">soft</p><img src="none.png"></main>"""


def test_axe_would_object(window: Window, tmp_path: Path) -> None:
    (tmp_path / "odd.html").write_text(_ODD, "utf-8")
    window.driver.get((tmp_path / "odd.html").as_uri())
    window.run(_THIN)
    assert {fault.partition(" ")[0] for fault in violations(window)} == {*_COLOURS[:2], "image-alt"}
    assert {fault.partition(" ")[0] for fault in violations(window, _COLOURS)} == set(_COLOURS[:2])


_OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_page_scrolls_sideways_on_a_narrow_screen(
    window: Window, gb_build: Path, gb_shapes: list[str], site: Path
) -> None:
    window.set(NARROW)
    pages = [*(gb_build / path for path in gb_shapes), *sorted(site.rglob("*.html"))]
    faults = []
    for page in pages:
        window.driver.get(page.as_uri())
        if (over := window.run(_OVERFLOW)) != 0:
            faults.append(f"{page}: {over} pixels")
    assert not faults, "\n".join(faults)


# Remembers each element that gets the focus: what it is, whether it shows, and what lies over its middle if not itself.
_WATCH = """
window.focused = [];
const look = (element) => {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
  return (outlineStyle === "none" || outlineWidth === "0px" ? "" : outlineColor + outlineWidth) + boxShadow;
};
const all = [...document.querySelectorAll("a, button, input, select, summary, textarea, [tabindex]")];
const plain = new Map(all.slice(0, 3 * arguments[0]).map((element) => [element, look(element)]));
document.addEventListener("focusin", ({ target }) => {
  const { left, right, top, bottom } = target.getClientRects()[0] ?? target.getBoundingClientRect();
  const above = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
  const name = `${target.tagName.toLowerCase()}#${target.id}.${target.className} ${target.textContent.slice(0, 30)}`;
  window.focused.push([name, plain.get(target) !== look(target),
    above && (target.contains(above) || above.contains(target)) ? "" : above?.outerHTML.slice(0, 60) ?? "nothing"]);
});
return plain.size;
"""
_PRESSES = 40
# It is shown at any address that there is not, from where no relative link would hold.
_WITHOUT_LINKS = "site/404.html"


def test_the_focus_can_be_seen_wherever_tab_leads(window: Window, gb_build: Path, gb_types: list[str]) -> None:
    faults = []
    for path in gb_types:
        window.driver.get((gb_build / path).as_uri())
        window.run(_WATCH, _PRESSES)
        window.press(*[Keys.TAB] * _PRESSES)
        focused = window.run("return window.focused")
        assert isinstance(focused, list)
        assert len(focused) > 5 or path == _WITHOUT_LINKS, path
        faults += [f"{path}: {name}: no mark of focus" for name, seen, _ in focused if not seen]
        faults += [f"{path}: {name}: under {above}" for name, _, above in focused if above]
    assert not faults, "\n".join(faults)
