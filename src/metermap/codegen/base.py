"""The generator's input and output. Frozen border, see docs/decisions.

A generator is a function from a `GeneratorInput` to files in memory; only the caller writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from metermap.codegen.overrides import Overrides
from metermap.codegen.standards.model import StandardsReport
from metermap.core.findings import Finding
from metermap.core.judged import JudgedFinding, unjudged
from metermap.core.rules import Rule
from metermap.core.site_settings import SiteSettings
from metermap.mappings.model import EditionModel, ResolvedModel
from metermap.protocols import Dictionaries

if TYPE_CHECKING:
    from metermap.codegen.gap_report.earlier import Earlier

__all__ = ["HELPERS_VERSION", "Generated", "Generator", "GeneratorInput", "Registration"]

HELPERS_VERSION = 1
"""The version of what a plug-in may rely on: this module and `metermap.codegen.templates`."""


@dataclass(frozen=True, slots=True)
class GeneratorInput:
    """What every generator gets: the resolved model and the names it may use.

    `package` is a legal identifier that prefixes generated modules and symbols (``gb``).
    `options` are the generator's own, from ``[build.<generator>]`` in metermap.toml. `dictionaries` are those
    that the model was resolved with.
    `templates` are those of the workspace that stand in for the generator's own. `judged` are the findings of the
    stages before, with what became of each; None where nobody has judged them. `standards` is the report on the
    standards that the mapping rests on, None where nobody has made it. `rules` explain kinds of findings, by code.
    `site` is what ``[site]`` says of the published site. `earlier` is the state that changes are shown against, None
    where none is given. `editions` are the other editions that the workspace keeps alive, oldest first.
    `version` is that of the workspace's last release, empty if there is none.
    """

    model: ResolvedModel
    package: str
    options: Mapping[str, str]
    dictionaries: Dictionaries
    templates: Overrides = field(default_factory=Overrides)
    judged: tuple[JudgedFinding, ...] | None = None
    standards: StandardsReport | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    site: SiteSettings = field(default_factory=SiteSettings)
    earlier: Earlier | None = None
    editions: tuple[EditionModel, ...] = ()
    version: str = ""

    @property
    def findings(self) -> tuple[JudgedFinding, ...]:
        """Return all findings with what became of each, in reading order; open where nobody has judged them."""
        return unjudged(self.model.findings) if self.judged is None else self.judged


@dataclass(frozen=True, slots=True)
class Generated:
    """Files by relative POSIX path, counts worth printing, and what the generator noticed."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


Generator: TypeAlias = Callable[[GeneratorInput], Generated]


@dataclass(frozen=True, slots=True)
class Registration:
    """What an entry point of the group ``metermap.generators`` leads to.

    `folder` is the generator's own folder in the output tree, one name without a slash. `helpers` is the
    `HELPERS_VERSION` that it was written for. `templates` is the package whose folder ``templates`` holds
    the templates that a workspace may override; empty if there are none.
    """

    folder: str
    generate: Generator
    helpers: int
    templates: str = ""
