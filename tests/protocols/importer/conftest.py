"""The dictionary to compare with, and one way to import texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from metermap.core.findings import Finding, Findings
from metermap.protocols import SepDictionary, load_dictionaries
from metermap.protocols.sep.importer import Comparison, import_zcl, overlay_files


@dataclass(frozen=True)
class Imported:
    """What an import found."""

    comparison: Comparison | None
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def told(self) -> list[str]:
        """All differences, each on a line: how, what, which, and the cells with both values."""
        assert self.comparison is not None
        return [
            f"{found.change} {found.what} {found.key}"
            + "".join(f" | {detail.column}: {detail.before} -> {detail.after}" for detail in found.details)
            for found in self.comparison.differences
        ]


Import = Callable[..., Imported]


@pytest.fixture(scope="session")
def standard() -> SepDictionary:
    """The dictionary without any overlay."""
    return load_dictionaries(()).sep


@pytest.fixture
def files(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], list[Path]]:
    """Write texts under their names."""

    def write(texts: Mapping[str, str | bytes]) -> list[Path]:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return [tmp_path / name for name in texts]

    return write


@pytest.fixture
def importing(files: Callable[[Mapping[str, str | bytes]], list[Path]], standard: SepDictionary) -> Import:
    """Import a text, or several under their names, against the standard or another dictionary."""

    def run(
        texts: str | bytes | Mapping[str, str | bytes], sep: SepDictionary = standard, *, keep_missing: bool = False
    ) -> Imported:
        paths = files(texts if isinstance(texts, Mapping) else {"clusters.xml": texts})
        findings = Findings()
        comparison = import_zcl(paths, sep, findings, keep_missing=keep_missing)
        return Imported(comparison, findings.sorted())

    return run


def laid_over(comparison: Comparison | None, folder: Path) -> tuple[SepDictionary, Findings]:
    """Return the dictionary with the overlay of a comparison, which is written to `folder`, laid over it."""
    assert comparison is not None
    for name, octets in overlay_files(comparison, "update").items():
        (folder / "update" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "update" / name).write_bytes(octets)
    findings = Findings()
    return load_dictionaries(("./update",), findings, folder).sep, findings
