"""The outputs of a workspace in memory without the pages that mkdocs makes of their source, which take the longest."""

from pathlib import Path

import pytest

from metermap import pipeline
from metermap.codegen.base import Generated
from metermap.resolving import Resolved, Run, resolve

__all__ = ["made_of", "write_unrendered"]


def made_of(root: Path) -> tuple[Resolved, pipeline.Outputs]:
    """Return a workspace and its outputs; the sources of the pages are among them."""
    run = Run()
    resolved = resolve(root, run)
    assert isinstance(resolved, Resolved), list(run.findings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_html", lambda _, __: Generated({}, {"pages": 0}))
        return resolved, pipeline.make(resolved, run)


def write_unrendered(root: Path, out: Path) -> None:
    """Write the outputs of a workspace."""
    for name, data in made_of(root)[1].files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)
