"""The small model's site, written and built once."""

from pathlib import Path

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from tests.site.hostile import build, hostile_model
from tests.site.small_model import small_model


@pytest.fixture(scope="session")
def site_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that mkdocs builds."""
    folder = tmp_path_factory.mktemp("small") / "site-src"
    write_tree(folder, generate(GeneratorInput(small_model(), "small", {}, load_dictionaries())).files)
    return folder


@pytest.fixture(scope="session")
def site(site_source: Path) -> Path:
    """The built site."""
    out = site_source.parent / "site"
    assert render(site_source, out) == ()
    return out


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site in which an item, the title, a use case and a finding carry all that is hostile."""
    return build(hostile_model(), tmp_path_factory.mktemp("hostile"))
