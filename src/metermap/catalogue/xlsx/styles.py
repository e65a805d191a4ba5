"""Cell styles: how a number is shown, whether it means a date, whether the font is struck through."""

from __future__ import annotations

import re
from typing import NamedTuple

from metermap.catalogue.xlsx.package import Attributes, Scan
from metermap.catalogue.xlsx.references import index
from metermap.catalogue.xlsx.texts import is_on
from metermap.core.limits import Limits

__all__ = ["Style", "StyleScan", "is_date_format", "is_elapsed_format"]

_GENERAL = "General"
# ECMA-376 part 1, 18.8.30; 5 to 8 and 41 to 44 as spreadsheet programs have them in US English
_BUILT_IN = {
    0: _GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)


class Style(NamedTuple):
    """A cell style. `date`: a number is a moment; `elapsed`: it is a length of time."""

    number_format: str = _GENERAL
    date: bool = False
    elapsed: bool = False
    struck: bool = False


def is_date_format(code: str) -> bool:
    """Return whether a number format shows a date or time; only its first section counts."""
    return _DATE.search(_first_section(code)) is not None


def is_elapsed_format(code: str) -> bool:
    """Return whether a number format shows a length of time, as ``[h]:mm`` does."""
    return _ELAPSED.search(_first_section(code)) is not None


def _first_section(code: str) -> str:
    return _LITERAL.sub("", code).partition(";")[0]


class StyleScan(Scan):
    """Collects what is needed for `styles`."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._inside = ""
        self._codes: dict[int, str] = {}
        self._fonts = -1
        self._struck_fonts: set[int] = set()
        self._cells: list[tuple[int, int]] = []
        self.on(
            {
                "numFmt": self._number_format,
                "fonts": lambda _: self._enter("fonts"),
                "cellXfs": lambda _: self._enter("cellXfs"),
                "font": self._font,
                "strike": self._strike,
                "xf": self._style,
            },
            {"fonts": lambda: self._enter(""), "cellXfs": lambda: self._enter("")},
        )

    def styles(self) -> tuple[Style, ...]:
        """Return the cell styles in order; one plain style if there are none."""
        return tuple(self._made(number, font) for number, font in self._cells) or (Style(),)

    def _made(self, number: int, font: int) -> Style:
        code = self._codes.get(number) or _BUILT_IN.get(number, _GENERAL)
        return Style(code, is_date_format(code), is_elapsed_format(code), font in self._struck_fonts)

    def _enter(self, name: str) -> None:
        self._inside = name

    def _number_format(self, attributes: Attributes) -> None:
        self._codes[index(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")

    def _font(self, _: Attributes) -> None:
        if self._inside == "fonts":
            self._fonts += 1

    def _strike(self, attributes: Attributes) -> None:
        if self._inside == "fonts" and is_on(attributes, "val", default=True):
            self._struck_fonts.add(self._fonts)

    def _style(self, attributes: Attributes) -> None:
        if self._inside == "cellXfs":
            self._cells.append((index(attributes.get("numFmtId", "0")), index(attributes.get("fontId", "0"))))
