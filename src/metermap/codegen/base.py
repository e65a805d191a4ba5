"""The generator's input and output. Frozen border, see docs/decisions.

A generator is a function from a `GeneratorInput` to files in memory; only the caller writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from metermap.core.findings import Finding
from metermap.mappings.model import ResolvedModel
from metermap.protocols import Dictionaries

__all__ = ["Generated", "Generator", "GeneratorInput"]


@dataclass(frozen=True, slots=True)
class GeneratorInput:
    """What every generator gets: the resolved model and the names it may use.

    `package` is a legal identifier that prefixes generated modules and symbols (``gb``).
    `options` are the generator's own, from ``[build.<generator>]`` in metermap.toml. `dictionaries` are those
    that the model was resolved with.
    """

    model: ResolvedModel
    package: str
    options: Mapping[str, str]
    dictionaries: Dictionaries


@dataclass(frozen=True, slots=True)
class Generated:
    """Files by relative POSIX path, counts worth printing, and what the generator noticed."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


Generator: TypeAlias = Callable[[GeneratorInput], Generated]
