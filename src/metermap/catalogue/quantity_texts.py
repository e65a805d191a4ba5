"""Reading the texts of units, ranges and depths into `metermap.catalogue.quantities`.

Every function is total and takes time in proportion to the text: patterns are anchored, bounded and
tried one after another. What is not understood gives None, and the text is kept where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from metermap.catalogue.numerals import ambiguous_number, in_one_notation
from metermap.catalogue.quantities import (
    Amount,
    Choices,
    Clause,
    Coding,
    Combination,
    Constraint,
    Duration,
    Form,
    Indices,
    Interval,
    LogDepth,
    Product,
    Resolution,
    UnitList,
)
from metermap.core.units import Base, Unit, parse_unit
from metermap.core.workspace import NumberLocale

__all__ = ["impossible", "number_in_doubt", "parse_depth", "parse_ranges", "parse_units", "printed_ranges"]

_LONGEST = 300
_INSTEAD = frozenset({"none", "boolean", "enum", "boolean/enum", "text", "time of day", "UTC"})
_SIGNS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{HORIZONTAL ELLIPSIS}": "..",
        "\N{LESS-THAN OR EQUAL TO}": "<=",
        "\N{GREATER-THAN OR EQUAL TO}": ">=",
    }
)


def _plain(text: str, numbers: NumberLocale | None) -> str:
    """Return a text with one spelling of everything; empty if it is too long, or a number is in doubt."""
    plain = _one_spelling(text)
    return "" if ambiguous_number(plain, numbers) else in_one_notation(plain, numbers)


def _one_spelling(text: str) -> str:
    return " ".join(text.translate(_SIGNS).split()) if len(text) <= _LONGEST else ""


def number_in_doubt(text: str, numbers: NumberLocale | None = None, *, counts: bool = False) -> str:
    """Return a number in `text` that could be another one; empty if there is none. See `ambiguous_number`."""
    return ambiguous_number(_one_spelling(text), numbers, counts=counts)


# units


def parse_units(text: str, numbers: NumberLocale | None = None) -> UnitList | None:
    """Return the units that a cell prints; None if it is empty or not understood.

    ``kWh, currency`` and ``Wh / currency`` list units; ``MJ/m3``, without spaces, divides them. `numbers` is
    how the workbook writes numbers, None if it does not say.
    """
    plain = _plain(text, numbers)
    if not plain:
        return None
    if found := _unit_list(plain):
        return found
    with_remark = re.fullmatch(r"([^()]+) \(([^()]+)\)", plain)
    found = _unit_list(with_remark[1]) if with_remark else None
    return UnitList(found.units, found.instead, with_remark[2]) if found and with_remark else None


def _unit_list(text: str) -> UnitList | None:
    if text in _INSTEAD:
        return UnitList(instead=text)
    units = [parse_unit(part) for part in re.split(r", | / ", text)]
    known = tuple(unit for unit in units if unit is not None)
    return UnitList(known) if len(known) == len(units) else None


# numbers and intervals

_NUMBER = r"-?(?:\d{1,3}(?:[ ,]\d{3}){1,6}(?!\d)|\d{1,18})(?:\.\d{1,12})?"
_HALF: Final[Mapping[str, tuple[bool, bool]]] = MappingProxyType(
    {  # words before a number -> (bounds from below, open)
        ">=": (True, False),
        "at least": (True, False),
        "not less than": (True, False),
        "minimum": (True, False),
        ">": (True, True),
        "more than": (True, True),
        "greater than": (True, True),
        "<=": (False, False),
        "at most": (False, False),
        "not more than": (False, False),
        "maximum": (False, False),
        "up to": (False, False),
        "<": (False, True),
        "less than": (False, True),
    }
)
_WORDS = "|".join(sorted(map(re.escape, _HALF), key=len, reverse=True))
_INTERVAL = re.compile(
    rf"(?:(?P<half>{_WORDS}) ?(?P<bound>{_NUMBER})"
    rf"|(?P<opens>[\[(]) ?(?P<first>{_NUMBER}) ?(?:\.\.|,|;) ?(?P<last>{_NUMBER}) ?(?P<closes>[\])])"
    rf"|between (?P<least>{_NUMBER}) and (?P<most>{_NUMBER})"
    rf"|(?P<low>{_NUMBER})(?: ?\.\. ?| to | - |-(?=\d))(?P<high>{_NUMBER})"
    rf"|(?P<single>{_NUMBER}))"
    rf"(?:,? (?:in )?steps?(?: of)? (?P<step>{_NUMBER}))?(?P<rest>$|[ -].*|%|[A-Za-z%]{{2}}.*)",
    re.IGNORECASE,
)
_TO_A_LETTER = re.compile(rf"(?P<low>{_NUMBER})(?: ?\.\. ?| to )[a-z](?P<rest>$| .*)")
_NO_BOUNDS = re.compile(r"any|range [a-z]|(?:any|[a-z]) (?P<of>entries|records|readings|samples)")


def _number(text: str) -> Fraction:
    return Fraction(re.sub(r"[ ,]", "", text))


def _interval(text: str) -> tuple[Interval, str] | None:
    """Return the interval at the beginning of `text`, and the words after it. A letter leaves an end open."""
    if opened := _TO_A_LETTER.fullmatch(text):
        return Interval(_number(opened["low"]), None), opened["rest"].strip()
    found = _INTERVAL.fullmatch(text)
    if found is None:
        return None
    step = _number(found["step"]) if found["step"] else None
    interval = _half(found, step) if found["half"] else _whole(found, step)
    return (interval, found["rest"].strip(" -")) if _is_sound(interval) else None


def _unbounded(text: str) -> tuple[Interval, str] | None:
    """``n entries``, and ``range n``, which is no number of them: a letter says nothing of how many."""
    found = _NO_BOUNDS.fullmatch(text)
    return (Interval(None, None), found["of"] or "") if found else None


def _half(found: re.Match[str], step: Fraction | None) -> Interval:
    below, is_open = _HALF[found["half"].lower()]
    bound = _number(found["bound"])
    if below:
        return Interval(bound, None, low_open=is_open, step=step)
    return Interval(None, bound, high_open=is_open, step=step)


def _whole(found: re.Match[str], step: Fraction | None) -> Interval:
    low = next(found[name] for name in ("first", "least", "low", "single") if found[name])
    high = next(found[name] for name in ("last", "most", "high", "single") if found[name])
    return Interval(_number(low), _number(high), found["opens"] == "(", found["closes"] == ")", step)


def _is_sound(interval: Interval) -> bool:
    """Return whether there is a number in it, its steps lead from end to end, and a step is one."""
    if interval.step is not None and interval.step <= 0:
        return False
    ends = [end for end in (interval.low, interval.high) if end is not None]
    if len(ends) < 2:  # noqa: PLR2004  (both ends)
        return True
    is_open = interval.low_open or interval.high_open
    on_step = interval.step is None or (ends[1] - ends[0]) % interval.step == 0
    return on_step and (ends[0] < ends[1] if is_open else ends[0] <= ends[1])


# amounts

_THING = r"""(?:bit\ string|hex\ character|decimal\ place|device|octet|byte|bit|digit|character|price|register|counter
    |field|date|season|switch|threshold|value|block|row|element|credit|payment|phase|tariff|message|event|TOU)"""
_THINGS = re.compile(rf"{_THING}(?:s|es)?(?:\ per\ {_THING})?", re.VERBOSE)
_ANY_THING = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){0,2}")
_ENTRIES = re.compile(r"entry|entries|records?|readings?|samples?")
_LONG_UNITS = frozenset({"d", "wk", "mo", "a"})


def _measure(text: str) -> Constraint | None:
    """Numbers, and what they count or measure: ``0..16 devices``, ``0.001 kWh``, ``14 days``."""
    found = _unbounded(text) or _interval(text)
    if found is None:
        return None
    interval, rest = found
    if not rest:
        return interval
    if _ENTRIES.fullmatch(rest):
        return LogDepth(interval) if _is_count(interval) else None
    if _THINGS.fullmatch(rest):
        return Amount(interval, rest)
    unit = parse_unit(rest)
    return None if unit is None else _with_unit(interval, unit)


def _is_count(interval: Interval) -> bool:
    ends = [end for end in (interval.low, interval.high) if end is not None]
    return all(end >= 0 and end.denominator == 1 for end in ends)


def _with_unit(interval: Interval, unit: Unit) -> Constraint | None:
    number = interval.single
    if number is None:
        return Interval(interval.low, interval.high, interval.low_open, interval.high_open, interval.step, unit)
    if interval.step is not None or number <= 0:
        return None
    return LogDepth(span=Duration(number, unit)) if unit.symbol in _LONG_UNITS else Resolution(number, unit)


def _amount(text: str, *, bare: bool = False) -> Amount | None:
    """An amount beside others, where the company tells what is counted: ``16 days`` is no time there."""
    found = _interval(text)
    if found is None or not (bare or found[1]) or (found[1] and not _ANY_THING.fullmatch(found[1])):
        return None
    return Amount(*found)


def _product(text: str) -> Product | None:
    if " x " not in text:
        return None
    factors = [_amount(part, bare=True) for part in text.split(" x ")]
    known = tuple(factor for factor in factors if factor is not None)
    return Product(known) if len(known) == len(factors) else None


def _combination(text: str) -> Combination | None:
    for sign, added in ((r" \+ ", True), (r" ?/ ?", False)):
        parts = [_product(part) or _amount(part) for part in re.split(sign, text)]
        known = tuple(part for part in parts if part is not None)
        if len(known) == len(parts) > 1:
            return Combination(known, added)
    return None


def _table(text: str) -> Product | Combination | None:
    """``8 TOU x 4 block = 32 prices``, ``26 octets = 2 x 13``: the total may stand on either side."""
    left, equals, right = text.partition(" = ")
    if not equals:
        return _product(text) or _combination(text)
    for parts, total in ((left, right), (right, left)):
        table, amount = _product(parts) or _combination(parts), _amount(total, bare=True)
        if isinstance(table, Product) and amount:
            return Product(table.factors, amount)
        if isinstance(table, Combination) and amount:
            return Combination(table.parts, table.added, amount)
    return None


# logs

_PERIODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "half-hourly": "30 min",
        "half hourly": "30 min",
        "half hours": "30 min",
        "hourly": "1 h",
        "hours": "1 h",
        "daily": "1 d",
        "days": "1 d",
        "weekly": "1 wk",
        "monthly": "1 mo",
    }
)
_DURATION = r"\d{1,9}(?:\.\d{1,6})?[ -][A-Za-z]{1,12}"
_EVERY = rf"(?: (?:at|every) (?P<every>{_DURATION})|,? (?:of )?(?P<period>[a-z]+(?:[ -][a-z]+)?))?"
_LOG = re.compile(rf"(?:(?P<entries>[^=,;]{{1,60}}?)(?: = |, ))?(?P<span>{_DURATION}){_EVERY}")
_SPACED = re.compile(rf"(?P<entries>[^=,;]{{1,60}}?), (?P<every>{_DURATION}) spacing over (?P<span>{_DURATION})")
_ENTRIES_EVERY = re.compile(rf"(?P<entries>[^=,;]{{1,60}}?) every (?P<every>{_DURATION})")


def _log(text: str) -> LogDepth | None:
    """``19056 entries = 397 days of half hours``, ``13 months, half-hourly``, ``4 h at 6 min``."""
    found = _SPACED.fullmatch(text) or _LOG.fullmatch(text) or _ENTRIES_EVERY.fullmatch(text)
    if found is None:
        return None
    said = found.groupdict()
    counted = _measure(said["entries"]) if said.get("entries") else LogDepth()
    span = _duration(said["span"]) if said.get("span") else None
    printed = said.get("every") or _PERIODS.get(said.get("period") or "")
    every = _duration(printed) if printed else None
    missing = (said.get("span") and span is None) or ((said.get("every") or said.get("period")) and every is None)
    if missing or not isinstance(counted, LogDepth) or counted.span or not (span or every):
        return None
    return LogDepth(counted.entries, span, every)


def _duration(text: str) -> Duration | None:
    found = re.fullmatch(r"([\d.]+)[ -]([A-Za-z]+)", text)
    unit = parse_unit(found[2]) if found else None
    if found is None or unit is None or unit.dimension.powers != ((Base.TIME, 1),) or not _number(found[1]):
        return None
    return Duration(_number(found[1]), unit)


_BROKEN_COUNT = re.compile(rf"\d\.\d+(?=$|\.\.| (?:{_ENTRIES.pattern}))")


def parse_depth(text: str, numbers: NumberLocale | None = None) -> LogDepth | None:
    """Return how much a log keeps: a number alone counts entries; None if empty or not understood.

    Entries are counted in whole numbers, written without decimals: ``1.000`` is as likely a thousand.
    """
    plain = _plain(text, numbers)
    if not plain or _BROKEN_COUNT.search(plain):
        return None
    found = _log(plain) or _measure(plain)
    if isinstance(found, Interval) and found.unit is None and found.step is None:
        return LogDepth(found) if _is_count(found) and found != Interval(None, None) else None
    return found if isinstance(found, LogDepth) else None


# other clauses

_LETTERS = re.compile(r"(?P<letter>[a-z]) = (?P<range>.+)")
_SCALER = re.compile(r"scaler (?P<power>-?\d{1,2})")
_STEP = re.compile(rf"step (?P<step>{_NUMBER}|\d{{1,20}}/\d{{1,20}})")
_NAMES = re.compile(r"(?:(?P<of>[A-Za-z][A-Za-z ]{0,40}): )?(?P<names>[A-Za-z-]{2,30}(?:(?:, |/)[A-Za-z-]{2,30})+)")
_PAIR = re.compile(r"(?P<value>[^=,]{1,40}?)(?: = (?P<meaning>[^=,]{1,60}))?")
_SUM = re.compile(r"\d[^+]{0,40} [x+] \d")
_FORMS = frozenset({"fixed", "fixed at manufacture", "wildcards allowed", "visible string", "utf8 text", "EUI-64"})


def _indices(text: str) -> Indices | None:
    found = _LETTERS.fullmatch(text)
    range_ = _interval(found["range"]) if found else None
    return Indices(found["letter"], range_[0]) if found and range_ and not range_[1] else None


def _resolution(text: str) -> Resolution | None:
    if found := _SCALER.fullmatch(text):
        return Resolution(Fraction(10) ** int(found["power"]))
    if (found := _STEP.fullmatch(text)) and re.search(r"[1-9]", found["step"].partition("/")[2] or "1"):
        step = Fraction(re.sub(r"[ ,]", "", found["step"]))
        return Resolution(step) if step > 0 else None
    return None


def _choices(text: str) -> Choices | None:
    found = _NAMES.fullmatch(text)
    if found is None or text in _FORMS:
        return None
    return Choices(tuple(re.split(r", |/", found["names"])), found["of"] or "")


def _coding(text: str) -> Coding | None:
    pairs = [_PAIR.fullmatch(part) for part in text.split(", ")]
    known = tuple((pair["value"], pair["meaning"] or "") for pair in pairs if pair)
    if len(known) != len(pairs) or not any(meaning for _, meaning in known):
        return None
    return Coding(known) if all(_is_code(value) and not _SUM.search(meaning) for value, meaning in known) else None


def _is_code(value: str) -> bool:
    return len(value.split()) <= 3 and not _SUM.search(value)  # noqa: PLR2004


def _form(text: str) -> Form | None:
    return Form(text) if text in _FORMS else None


_READERS: Final[tuple[Callable[[str], Constraint | None], ...]] = (
    _form,
    _resolution,
    _indices,
    _log,
    _measure,
    _table,
    _choices,
    _coding,
)
_BEFORE = re.compile(r"(?P<device>[A-Z][A-Z0-9]{1,7}) (?P<says>(?:[\d(\[]|[<>]).*)")
_AFTER = re.compile(r"(?P<says>.+) on (?P<device>[A-Za-z]{2,12})")


def parse_ranges(text: str, numbers: NumberLocale | None = None) -> tuple[Clause, ...] | None:
    """Return what a cell of ranges says; None if it is empty, or any part of it is not understood.

    Clauses are parted by semicolons, or by commas where that leaves nothing over. `numbers` is how
    the workbook writes numbers, None if it does not say.
    """
    plain = _plain(text, numbers)
    if not plain or _impossible(plain):
        return None
    clauses = [clause for part in plain.split("; ") for clause in _clauses(part)]
    known = tuple(clause for clause in clauses if clause is not None)
    return known if len(known) == len(clauses) else None


def _clauses(text: str) -> Iterator[Clause | None]:
    whole = _clause(text)
    if whole is not None or ", " not in text:
        yield whole
    else:
        yield from map(_clause, text.split(", "))


def _clause(text: str) -> Clause | None:
    said, device = _for_device(text)
    says: Constraint | None = next((read_as for read in _READERS if (read_as := read(said)) is not None), None)
    return None if says is None else Clause(says, device)


def _for_device(text: str) -> tuple[str, str]:
    found = _BEFORE.fullmatch(text) or _AFTER.fullmatch(text)
    return (found["says"], found["device"]) if found else (text, "")


def printed_ranges(clauses: tuple[Clause, ...]) -> str:
    """Return clauses in one notation, which `parse_ranges` reads as the same ones."""
    return "; ".join(map(str, clauses))


# what cannot be

_BITS = re.compile(r"bits? (?P<first>\d{1,3})(?: ?(?:-|\.\.|to) ?(?P<last>\d{1,3}))?")


def impossible(text: str, numbers: NumberLocale | None = None) -> str:
    """Return why what a range or a depth says cannot be; empty if it can, or is not understood.

    A range that ends before it begins, a value that is there twice, bits that belong to two fields.
    """
    return _impossible(_plain(text, numbers))


def _impossible(plain: str) -> str:
    values: dict[str, list[str]] = {}
    for part in plain.split("; "):
        for one in (part, *part.split(", ")):
            if fault := _empty_range(_for_device(one)[0]):
                return fault
        said, device = _for_device(part)
        values.setdefault(device, []).extend(_named_values(said))
    return next(filter(None, (_twice(named) for named in values.values())), "")


def _empty_range(text: str) -> str:
    letters = _LETTERS.fullmatch(text)
    said: str = letters["range"] if letters else text
    found = _INTERVAL.fullmatch(said)
    if found is None or found["half"] or found["single"] or not _is_measured(found["rest"].strip(" -")):
        return ""
    interval, printed = _whole(found, None), said[: found.start("rest")]
    if _is_sound(interval) or interval.low is None or interval.high is None:
        return ""
    backwards = interval.low > interval.high
    return f"the range {printed} " + ("ends before it begins" if backwards else "has no number in it")


def _is_measured(rest: str) -> bool:
    known = not rest or _ENTRIES.fullmatch(rest) or _THINGS.fullmatch(rest)
    return bool(known) or parse_unit(rest) is not None


def _named_values(text: str) -> list[str]:
    if choices := _choices(text):
        return list(choices.names)
    coding = _coding(text)
    return [value for value, _ in coding.pairs] if coding else []


def _twice(values: list[str]) -> str:
    seen: dict[str, str] = {}
    fields: dict[int, str] = {}
    for value in values:
        if value in seen:
            return f"the value {value} is there twice"
        seen[value] = value
        for bit in _bits(value):
            if fields.setdefault(bit, value) != value:
                return f"{value} overlaps {fields[bit]}"
    return ""


def _bits(value: str) -> range:
    found = _BITS.fullmatch(value)
    first, last = sorted((int(found["first"]), int(found["last"] or found["first"]))) if found else (0, -1)
    return range(first, last + 1)
