"""The editions that docs/workspace.md lists are those that the dictionaries know."""

from __future__ import annotations

import re

from metermap.protocols import Dictionaries
from tests.conftest import ROOT

_ROW = re.compile(r"^\| `(?P<dictionary>\w+)` \| (?P<ladder>[A-Z][\w ]*) \| (?P<names>`.*`) \|$", re.MULTILINE)


def test_they_are_those_of_the_manifests_in_their_order(dictionaries: Dictionaries) -> None:
    documented = [
        (row["dictionary"], row["ladder"], name)
        for row in _ROW.finditer((ROOT / "docs/workspace.md").read_text("utf-8"))
        for name in re.findall(r"`([^`]+)`", row["names"])
    ]
    manifests = {"dlms": dictionaries.dlms.manifest(), "sep": dictionaries.sep.manifest()}
    known = [
        (name, rung.ladder, rung.name)
        for name, manifest in manifests.items()
        if manifest is not None
        for rung in manifest.editions
    ]
    assert documented == known
