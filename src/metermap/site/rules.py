"""Why the findings of building the site are findings, MM710 to MM712 and MM722 to MM724."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule
from metermap.site import codes

__all__ = ["RULES"]


def _site(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.OUTPUT, explanation, Example(text=failing), Example(text=passing))


RULES: tuple[Rule, ...] = (
    _site(
        codes.BUILD_FAILED,
        "The source of the site was written, and mkdocs made no pages of it. The other outputs are complete.",
        "An mkdocs in which a plug-in of the theme is broken.",
        "mkdocs as metermap asks for it.",
    ),
    _site(
        codes.BUILD_WARNING,
        "mkdocs made the site and is not content, most often with a link that leads nowhere. A reader would meet it.",
        "A page that links to a file that there is not.",
        "The page without that link.",
    ),
    _site(
        codes.NO_MKDOCS,
        "The pages are made by mkdocs, which is not installed in this environment, or in a version that is too old or "
        "too new.",
        "An environment without mkdocs.",
        "An environment with mkdocs 1.6.1.",
    ),
    _site(
        codes.RENAMED_UNKNOWN,
        "A link to the old address would lead to a page that leads nowhere, so none is made. The name is looked up as "
        "it is written, in the names of the catalogue's data items.",
        '"SupplyTamper" = "SupplyTamperSate", in a catalogue with a SupplyTamperState.',
        '"SupplyTamper" = "SupplyTamperState".',
    ),
    _site(
        codes.RENAMED_STILL_THERE,
        "A page that leads away from an item that there is would hide it. Either the item was not renamed, or the "
        "catalogue of this edition still has the old name.",
        '"SupplyTamperState" = "SupplyState", in a catalogue with both.',
        "The line removed.",
    ),
    _site(
        codes.RENAMED_TAKEN,
        "Addresses are made of names without their case, spaces and punctuation, so that two names may have the same. "
        "The item that there is keeps its page.",
        '"Supply-Tamper-State" = "SupplyState", in a catalogue with a SupplyTamperState.',
        "The line removed.",
    ),
)
