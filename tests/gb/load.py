"""The reference workspace, resolved once in a test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from metermap.catalogue.reader import read_catalogue
from metermap.core.findings import Findings
from metermap.core.workspace import load_workspace
from metermap.mappings import resolve_model
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries

GB = Path(__file__).parents[2] / "gb"


@cache
def load_gb() -> ResolvedModel:
    """Return the resolved model of ``gb/`` with its findings."""
    findings = Findings()
    workspace = load_workspace(GB, findings)
    assert workspace is not None
    catalogue = read_catalogue(workspace, findings)
    assert catalogue is not None
    model = resolve_model(workspace, catalogue, load_dictionaries(), findings)
    assert model is not None
    return model
