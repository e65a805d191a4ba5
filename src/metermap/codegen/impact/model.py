"""What a change at a place touches, as a record: all its forms are written from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from metermap.catalogue.erratum import Part

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, ItemFact, UseCase
    from metermap.codegen.changes.model import Diff
    from metermap.core.finding_changes import FindingChanges
    from metermap.core.findings import Finding
    from metermap.core.places import CellPlace
    from metermap.mappings.model import EditionModel, Statement
    from metermap.mappings.proofs import Proof

__all__ = ["Impact", "Origin", "Outputs", "Reach", "Said", "Supposed", "Touched"]


class Reach(StrEnum):
    """How far a change at the place reaches."""

    RECORDS = "records"  # the lines and statements that are listed, and what shows them
    EVERYTHING = "everything"  # how lines or statements are read, so that any output may change
    FOLDERS = "folders"  # folders of the output tree as a whole
    FINDINGS = "findings"  # only what becomes of findings
    NOTHING = "nothing"  # no part of metermap reads it


@dataclass(frozen=True, slots=True)
class Said:
    """A field of a line of the catalogue that the asked cell says.

    `key` names the line, `field` the field of `part`; `printed` is what the cell says, `value` what holds. `errata`
    are the keys of the errata that make the two differ.
    """

    part: Part
    key: str
    field: str
    printed: str
    value: str
    errata: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """Lines of the catalogue and statements, each in the order of the model."""

    elements: tuple[Element, ...] = ()
    facts: tuple[ItemFact, ...] = ()
    use_cases: tuple[UseCase, ...] = ()
    statements: tuple[Statement, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.elements or self.facts or self.use_cases or self.statements)


@dataclass(frozen=True, slots=True)
class Origin:
    """What stands at the place that was asked about.

    `asked` names it as messages do, `what` says what it is, `text` what is written there. `said` are the fields that
    `cell` says, None where another place was asked about. `direct` is what the place itself says something of. `names`
    are the fields that it fills: another value of some may be about other things as well. `folders` are those of the
    output tree that depend on it as a whole. `edition` is the other edition that the place says something of, or that
    the name is one of: all else is then as that has it.
    """

    asked: str
    what: str
    reach: Reach = Reach.RECORDS
    text: str = ""
    cell: CellPlace | None = None
    said: tuple[Said, ...] = ()
    direct: Touched = field(default_factory=Touched)
    names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    edition: EditionModel | None = None


@dataclass(frozen=True, slots=True)
class Outputs:
    """What of the outputs a change touches: paths below the output folder.

    `pages` are pages of the site. `symbols` are names in the bindings, by language. `cases` are ids of conformance
    test cases, `vectors` the vectors that these start from. `rows` counts the lines that say it, by table. `files` are
    the other files that say it. The rest are patterns of paths: `named` those that another value there may be about,
    `counted` those that change as well if a finding, a verdict or a figure does, `always` those that say the digest
    of the inputs and change with every input.
    """

    pages: tuple[str, ...] = ()
    symbols: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer: the place, all that it touches in the model, and in the outputs."""

    origin: Origin
    touched: Touched
    proofs: tuple[Proof, ...] = ()
    findings: tuple[Finding, ...] = ()
    outputs: Outputs = field(default_factory=Outputs)

    def may_change(self, path: str) -> bool:
        """Return whether a file below the output folder is told of; what says the digest and nothing else is not."""
        outputs = self.outputs
        match self.origin.reach:
            case Reach.EVERYTHING:
                return True
            case Reach.FOLDERS:
                return path.startswith(tuple(f"{folder}/" for folder in self.origin.folders))
            case _:
                told = (*outputs.pages, *outputs.files, *outputs.rows)
                patterns = (*outputs.named, *outputs.counted)
                return path in told or any(fnmatchcase(path, pattern) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is different if `origin` says `text`.

    `diff` compares the models; it is None if a stage could not go on then, and `findings` say why. `files` are those
    that would come, go or say something else, by path with ``added``, ``removed`` or ``changed``, those that say
    nothing but another digest of the inputs left out. `symbols` are the names in the Python bindings that would be
    gone, new or something else.
    """

    origin: Origin
    text: str
    findings: FindingChanges
    diff: Diff | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()
