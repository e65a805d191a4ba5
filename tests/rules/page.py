"""The page of all rules, docs/rules.md: ``python -m tests.rules.page --write`` makes it anew."""

from __future__ import annotations

import sys

from metermap.rule_book import all_rules
from metermap.rule_pages import listed, rules_markdown
from tests.conftest import ROOT

__all__ = ["PAGE", "page"]

PAGE = ROOT / "docs" / "rules.md"


def page() -> str:
    """Return the page as it should be."""
    return rules_markdown(listed(all_rules(), {}))


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.rules.page --write")
    PAGE.write_text(page(), encoding="utf-8")
