"""Writing HTML by typed pieces: what is not `Html` cannot get into a page without being escaped.

Plain functions are three to twelve times faster than a template here, and the type checker sees
that every text goes through a filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from metermap.core.text import Html, html

__all__ = ["EMPTY", "breakable", "code", "join", "label", "labelled", "link", "section", "table", "tag", "text"]

EMPTY = Html("")

# A page may meet a templating plugin of the reader's own mkdocs.yml before a browser; braces,
# bars, backticks and the snippet mark then still are text.
_INERT = str.maketrans({"{": "&#123;", "}": "&#125;", "|": "&#124;", "`": "&#96;", "%": "&#37;"})


def text(value: object) -> Html:
    """Return `value` as it prints, escaped for content and for quoted attributes."""
    return _escaped(str(value))


# Headings, class names and addresses return thousands of times in a site.
@lru_cache(maxsize=1 << 14)
def _escaped(value: str) -> Html:
    return Html(html(value).translate(_INERT))


def join(parts: Iterable[Html], between: str = "") -> Html:
    """Return the parts in a row; `between` is escaped."""
    return Html((text(between) if between else EMPTY).join(parts))


# Where a name may break: after a dot or slash that a letter follows, and inside a long word before
# a capital or after an underscore. A number never breaks. A character reference (&#123;) has none
# of these.
_BREAKS = re.compile(r"(?<=[.\]/])(?=[A-Za-z])")
_LONG_WORD = re.compile(r"\w{25,}")
_BREAKS_IN_LONG = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=_)(?=[A-Za-z])")


def tag(name: str, *content: Html, **attributes: str) -> Html:
    """Return an element. An attribute's trailing underscore is dropped, an inner one is a hyphen.

    An attribute whose value is empty is left out: none that we use means something when empty,
    but for `alt` and `hidden`, which we don't use.
    """
    written = _attributes(*attributes.items()) if attributes else ""
    return Html(f"<{name}{written}>{''.join(content)}</{name}>")


@lru_cache(maxsize=1 << 14)
def _attributes(*pairs: tuple[str, str]) -> str:
    return "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in pairs if value)


def link(address: str, *content: Html, **attributes: str) -> Html:
    """Return a link; `address` is one that the site map made, relative to the page."""
    return tag("a", *content, href=address, **attributes)


def code(value: object) -> Html:
    """Return a name or number of a standard, set as code; nothing for nothing."""
    shown = text(value)
    if not shown:
        return EMPTY
    broken = _LONG_WORD.sub(lambda word: _BREAKS_IN_LONG.sub("<wbr>", word[0]), _BREAKS.sub("<wbr>", shown))
    return Html(f"<code>{broken}</code>")


# A path in a narrow column may break at each dot, bracket and hump, and nowhere else.
_BREAKS_IN_LABEL = re.compile(
    r"(?<=[.\])/_])(?=[A-Za-z])|(?<=\w)(?=[\[(])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
)


def label(value: str) -> Html:
    """Return a name as code that breaks at the joints of its words only."""
    return Html(f"<code>{breakable(value)}</code>")


def breakable(value: str) -> Html:
    """Return a name that breaks at the joints of its words only."""
    return Html("<wbr>".join(text(piece) for piece in _BREAKS_IN_LABEL.split(value)))


def labelled(head: Iterable[str], cells: Iterable[Html]) -> Iterator[Html]:
    """Yield the cells of a row, each with its column's heading, which a narrow screen prints beside it.

    The cells are elements that `tag` wrote, and as many as `head` has.
    """
    for heading, cell in zip(head, cells, strict=True):
        start = len("<td")
        yield Html(f'{cell[:start]} data-label="{text(heading)}"{cell[start:]}')


def section(heading: str, *content: Html, anchor: str = "", level: int = 2) -> Html:
    """Return a section under a heading."""
    return tag("section", tag(f"h{level}", text(heading)), *content, id=anchor)


def table(
    caption: str,
    head: Sequence[str],
    bodies: Iterable[Html],
    *,
    class_: str = "",
    numbers: int = 0,
) -> Html:
    """Return a table in a frame of its own that scrolls sideways, with the caption as its name.

    `bodies` are rows or whole ``tbody`` elements. The last `numbers` columns are set to the right.
    Of class ``stack``, it has the cells one below the other on a narrow screen, if `labelled`.
    """
    first = len(head) - numbers
    cells = [
        tag("th", text(heading), scope="col", class_="number" if index >= first else "")
        for index, heading in enumerate(head)
    ]
    inner = tag("table", tag("caption", text(caption)), tag("thead", tag("tr", *cells)), *bodies, class_=class_)
    return tag("div", inner, class_="scroll", role="group", aria_label=caption, tabindex="0")
