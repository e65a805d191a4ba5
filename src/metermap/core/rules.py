"""What a rule is: one object from which its page, its failing example and its passing example come.

A `Code` names a kind of finding. A `Rule` says why it is one, and shows it. Whatever stage looks for it
adds how in a rule of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metermap.core.findings import Code

__all__ = ["SMALL_ELEMENTS", "Example", "Family", "Rule", "small_workspace"]


class Family(StrEnum):
    """What a rule is about."""

    WORKSPACE = "workspace"
    WORKBOOK = "workbook"
    CATALOGUE = "catalogue"
    ERRATA = "errata"
    DICTIONARY = "dictionary"
    LANGUAGE = "language"
    NAMES = "names"
    ADDRESS = "address and edition"
    TYPE = "type"
    UNIT = "unit and scale"
    RANGE = "range and resolution"
    ENUMERATION = "enumeration"
    ACCESS = "access"
    TIME = "time and epoch"
    SENTINEL = "sentinels"
    CARDINALITY = "cardinality and depth"
    STRUCTURE = "structure"
    CONFLICT = "conflict"
    STAGING = "staging"
    PARITY = "parity"
    ROUTE = "route"
    USE_CASE = "use cases"
    REVIEW = "evidence and review"
    COVERAGE = "coverage"
    OUTPUT = "outputs"


@dataclass(frozen=True, slots=True)
class Example:
    """A small case on the Great Britain workspace.

    `mapping` is the text of its only mapping file, in which the lines ``syntax 1.`` and ``use …`` are not
    repeated. `files` are others that replace those of the workspace, by path: an errata file, a
    metermap.toml. Where a rule needs neither, both are empty and `text` shows the case in words.
    """

    mapping: str = ""
    files: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding, explained.

    `explanation` says why it is one and what to do, in paragraphs of plain text. `failing` is found by it,
    `passing` is not: it is the failing case mended. `clause` is the source that the rule rests on.
    """

    code: Code
    family: Family
    explanation: str
    failing: Example
    passing: Example
    clause: str = ""


_SMALL = """name     = "small"
package  = "small"
title    = "A small workspace"
mappings = ["mappings/*.map"]
{top}
[[workbook]]
file     = "elements.csv"
elements = ["*"]
{profile}
[[device]]
id        = "GSME"
title     = "Gas smart metering equipment"
carrier   = "sep"
protocols = {{ sep = "tunnelled" }}
{tables}"""


SMALL_ELEMENTS = """Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices
CalorificValue.value,21,SMETS 4.6.4.3,CalorificValue,value,Configuration data,INTEGER,,Supplier,,GSME
"""
"""The file elements.csv of that workspace, with one element."""


def small_workspace(tables: str = "", *, top: str = "", profile: str = "") -> str:
    """Return a metermap.toml for examples: a gas meter, and a catalogue in the file elements.csv.

    `tables` stand at its end, `top` among its first keys, `profile` among the keys of the workbook.
    """
    return _SMALL.format(top=top, profile=profile, tables=f"\n{tables}" if tables else "")
