"""The picture of the gap report: a stacked bar for each device over a protocol, as SVG.

It is read without colour as well: each standing has a pattern and a letter, and its count stands below the bar. It
needs no style sheet and no script; presentation attributes alone draw it, so it works in a page with a strict content
policy. The classes let a page's own style sheet turn the colours for a dark screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from metermap.core.markup import EMPTY, join, tag, text
from metermap.core.text import Html
from metermap.mappings.standing import HOMES, LETTERS, Standing

__all__ = ["Bar", "picture", "standing_class"]

_WIDTH: Final = 760
_LEFT: Final = 178
_BAR: Final = 434
_RIGHT: Final = _LEFT + _BAR + 14
_TOP: Final = 30
_ROW: Final = 46
_THICK: Final = 19
_LEGEND_ROW: Final = 20
_LEGEND_COLUMNS: Final = 5
# Room for a letter in its box.
_LETTER_WIDTH: Final = 20
_DEVICE_CHARACTERS: Final = 12
_LABEL_CHARACTERS: Final = 28
_ANCHORS: Final = ("start", "middle", "middle", "middle", "end")
_FONT: Final = "system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"

_INK, _SOFT, _PAPER = "#1b2226", "#465157", "#ffffff"

_HUES: Final = {
    Standing.EXACT: "#09565f",
    Standing.LIMITED: "#4b5300",
    Standing.CARRIED: "#09565f",
    Standing.UNADDRESSED: "#6d338f",
    Standing.PLANNED: "#1a4d96",
    Standing.NO_HOME: "#902a14",
    Standing.NOT_APPLICABLE: "#465157",
    Standing.PROPOSED: "#6d4500",
    Standing.UNDECIDED: "#495359",
}

# A tile of 8 by 8: whether its ground is of the standing's colour (else of paper), and the strokes on it.
_TILES: Final = {
    Standing.EXACT: (True, "", 0.0),
    Standing.LIMITED: (True, "M-2 2L2 -2M0 8L8 0M6 10L10 6", 2.2),
    Standing.CARRIED: (False, "M0 1H8M0 3H8M0 5H8M0 7H8", 1.1),
    Standing.UNADDRESSED: (False, "M2 0V8M6 0V8", 1.3),
    Standing.PLANNED: (False, "M4 0V8M0 4H8", 1.1),
    Standing.NO_HOME: (True, "M0 0L8 8M8 0L0 8", 1.5),
    Standing.NOT_APPLICABLE: (False, "", 0.0),
    Standing.PROPOSED: (False, "M-2 6L2 10M0 0L8 8M6 -2L10 2", 1.1),
    Standing.UNDECIDED: (False, "M1.4 2H2.6M5.4 6H6.6", 1.2),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A device over a protocol: how many of its `elements` are in each standing, which add up to it.

    `device` and `protocol` are as people say them; `note` says what else there is to say, such as the route.
    """

    device: str
    protocol: str
    note: str
    elements: int
    parts: tuple[tuple[Standing, int], ...]

    @property
    def mapped(self) -> int:
        """Return how many elements have a home."""
        return sum(count for standing, count in self.parts if standing in HOMES)


def standing_class(standing: Standing) -> str:
    """Return the class of what shows a standing in a page."""
    return standing.value.replace(" ", "-")


def picture(bars: Sequence[Bar], title: str) -> Html:
    """Return the picture as one SVG element, for a page and, as it is, for a file of its own.

    The standings are drawn in the order of `Standing`; the legend has those that occur.
    """
    used = [standing for standing in Standing if any(dict(bar.parts).get(standing) for bar in bars)]
    legend_top = _TOP + len(bars) * _ROW + 8
    height = legend_top + -(-len(used) // _LEGEND_COLUMNS) * _LEGEND_ROW + 6
    content = (
        tag("title", text(title), id="gap-picture-title"),
        tag("desc", text(_description(bars)), id="gap-picture-description"),
        tag("defs", *(_pattern(standing) for standing in used)),
        _rect(0, 0, _WIDTH, height, class_="sheet", fill=_PAPER),
        *_scale(),
        *(_row(bar, _TOP + index * _ROW) for index, bar in enumerate(bars)),
        *(_legend_entry(standing, index, legend_top) for index, standing in enumerate(used)),
    )
    return tag(
        "svg",
        *content,
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_labelledby="gap-picture-title gap-picture-description",
        font_family=_FONT,
        font_size="12",
    )


def _description(bars: Iterable[Bar]) -> str:
    lines = (
        f"{bar.device} over {bar.protocol}: {bar.mapped} of {bar.elements} elements have a home"
        + "".join(f"; {standing.value} {count}" for standing, count in _counted(bar))
        for bar in bars
    )
    return ". ".join(lines) + "."


def _counted(bar: Bar) -> Iterator[tuple[Standing, int]]:
    counts = dict(bar.parts)
    yield from ((standing, counts[standing]) for standing in Standing if counts.get(standing))


def _rect(x: float, y: float, width: float, height: float, **attributes: str) -> Html:
    return tag("rect", x=_number(x), y=_number(y), width=_number(width), height=_number(height), **attributes)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _words(x: float, y: float, *content: Html, class_: str = "ink", fill: str = _INK, **attributes: str) -> Html:
    return tag("text", *content, x=_number(x), y=_number(y), class_=class_, fill=fill, **attributes)


def _pattern_id(standing: Standing) -> str:
    return f"gap-picture-{standing_class(standing)}"


def _pattern(standing: Standing) -> Html:
    filled, strokes, width = _TILES[standing]
    hue, name = _HUES[standing], standing_class(standing)
    ground = _rect(0, 0, 8, 8, class_=f"ground {name}" if filled else "sheet", fill=hue if filled else _PAPER)
    lines = tag(
        "path",
        d=strokes,
        class_="lines sheet" if filled else f"lines {name}",
        stroke=_PAPER if filled else hue,
        stroke_width=_number(width),
        fill="none",
    )
    return tag(
        "pattern",
        ground,
        lines if strokes else EMPTY,
        id=_pattern_id(standing),
        width="8",
        height="8",
        patternUnits="userSpaceOnUse",
    )


def _scale() -> Iterator[Html]:
    top = _TOP - 6
    for part in range(5):
        x = _number(_LEFT + part * _BAR / 4)
        yield tag("path", d=f"M{x} {top}V{top + 4}", class_="hair", stroke=_SOFT, stroke_width="1", fill="none")
        yield _small(
            _LEFT + part * _BAR / 4, top - 4, text(f"{part * 25} %" if part else "0"), text_anchor=_ANCHORS[part]
        )
    yield _small(0, top - 4, text("Device over protocol"))
    yield _small(_RIGHT, top - 4, text("With a home"))


def _small(x: float, y: float, *content: Html, **attributes: str) -> Html:
    return _words(x, y, *content, class_="soft", fill=_SOFT, font_size="10.5", **attributes)


def _row(bar: Bar, top: float) -> Html:
    device = _short(bar.device, _DEVICE_CHARACTERS)
    protocol = _short(bar.protocol, _LABEL_CHARACTERS - 2 - len(device))
    labels = (
        _words(0, top + 9, tag("tspan", text(device), font_weight="650"), text(f" {protocol}")),
        _small(0, top + 23, text(_short(bar.note, _LABEL_CHARACTERS))),
        _words(_RIGHT, top + 13, text(f"{bar.mapped:,} of {bar.elements:,}"), font_weight="650"),
        _small(_LEFT, top + _THICK + 13, _counts(bar)),
    )
    return tag("g", *labels, *_segments(bar, top))


def _short(label: str, characters: int) -> str:
    return label if len(label) <= characters else f"{label[: characters - 1]}…"


def _counts(bar: Bar) -> Html:
    said = (
        join((tag("tspan", text(LETTERS[standing]), class_="ink", fill=_INK, font_weight="700"), text(f" {count:,}")))
        for standing, count in _counted(bar)
    )
    # Spaces run together in SVG; no-break ones stay apart.
    return join(said, "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}") or text("no elements")


def _segments(bar: Bar, top: float) -> Iterator[Html]:
    before = 0
    for standing, count in _counted(bar):
        x, width = _LEFT + before * _BAR / bar.elements, count * _BAR / bar.elements
        yield _swatch(standing, x, top, width, _THICK)
        if width >= _LETTER_WIDTH:
            yield from _letter(standing, x + width / 2, top + _THICK / 2)
        before += count


def _swatch(standing: Standing, x: float, y: float, width: float, height: float) -> Html:
    fill = f"url(#{_pattern_id(standing)})"
    return _rect(x, y, width, height, class_="edge", fill=fill, stroke=_INK, stroke_width="0.8")


def _letter(standing: Standing, x: float, y: float) -> Iterator[Html]:
    yield _rect(x - 7, y - 6.5, 14, 13, class_="sheet", fill=_PAPER, rx="2")
    yield _words(x, y + 3.9, text(LETTERS[standing]), font_size="11", font_weight="700", text_anchor="middle")


def _legend_entry(standing: Standing, index: int, top: float) -> Html:
    x = index % _LEGEND_COLUMNS * (_WIDTH / _LEGEND_COLUMNS)
    y = top + index // _LEGEND_COLUMNS * _LEGEND_ROW
    label = join((tag("tspan", text(LETTERS[standing]), font_weight="700"), text(f" {standing.value}")))
    return tag("g", _swatch(standing, x + 0.5, y, 26, 13), _words(x + 33, y + 10.5, label, font_size="11.5"))
