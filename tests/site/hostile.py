"""Names that mean something to a browser, to mkdocs or to a terminal, and a site full of them."""

import dataclasses
from pathlib import Path

from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from tests.site.small_model import renamed, small_model

HOSTILE = (
    "<script>alert(1)</script>",
    '" onerror="alert(1)',
    "javascript:alert(1)",
    "a | b | c",
    "{{ config.site_name }}{% raw %}",
    '--8<-- "/etc/passwd"',
    "`code` **bold** [link](http://example.com)",
    "<img src=//example.com/x>",
    "\u202etricky\x1b[31m\n# heading",
    "--- \ntitle: x\n---",
)


def build(model: ResolvedModel, folder: Path) -> Path:
    write_tree(folder / "src", generate(GeneratorInput(model, "small", {}, load_dictionaries())).files)
    assert render(folder / "src", folder / "site") == ()
    return folder / "site"


def hostile_model() -> ResolvedModel:
    """Return the small model, in which an item, the title, a use case and a finding carry all of it."""
    model = renamed(small_model(), {"ActiveExportRegister": "".join(HOSTILE)})
    findings = tuple(dataclasses.replace(found, message="".join(HOSTILE)) for found in model.findings)
    return dataclasses.replace(model, title="".join(HOSTILE), edition="".join(HOSTILE), findings=findings)
