"""``metermap rules`` and ``metermap explain CODE``."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.rule_book import RETIRED, all_codes
from tests.cli.conftest import Ran
from tests.conftest import ROOT
from tests.rules.page import PAGE, page

Run = Callable[..., Ran]


def test_every_rule_is_listed_with_its_severity(run: Run, tmp_path: Path) -> None:
    lines = run("rules", tmp_path).out.splitlines()
    assert [line.split()[0] for line in lines] == list(all_codes())
    assert ["MM402", "warning", "type"] in [line.split()[:3] for line in lines]


def test_a_family_alone(run: Run) -> None:
    listed = json.loads(run("rules", ROOT / "gb", "--family", "errata", "--output-format", "json").out)
    assert listed["version"] == 0
    assert [rule["code"] for rule in listed["rules"]] == [f"MM{number}" for number in range(600, 607)]
    assert all(rule["explanation"] and rule["failing"] != rule["passing"] for rule in listed["rules"])


def test_as_csv(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("rules", ROOT / "gb", "--output-format", "csv").out)))
    assert len(rows) == len(all_codes())
    assert {"code": "MM301", "fixed": "yes"}.items() <= next(row for row in rows if row["code"] == "MM301").items()


def test_the_page_of_rules_is_the_one_that_the_rules_make() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m tests.rules.page --write`"


def test_the_page_of_a_code_says_why_what_to_do_and_shows_both_examples(run: Run) -> None:
    ran = run("explain", "mm404", ROOT / "gb")
    assert (ran.code, ran.err) == (0, "")
    for part in ("MM404: An element is carried and is nowhere", "Why", "What to do", "Found here", "Not found here"):
        assert part in ran.out


def test_an_error_that_is_fixed_says_so(run: Run) -> None:
    assert "error; it can be neither lowered nor allowed" in run("explain", "MM301", ROOT / "gb").out


@pytest.mark.parametrize("code", RETIRED)
def test_a_retired_code_says_what_it_meant(run: Run, code: str) -> None:
    ran = run("explain", code, ROOT / "gb")
    assert ran.code == 0
    assert RETIRED[code] in ran.out


def test_an_unknown_code_gets_a_suggestion(run: Run) -> None:
    ran = run("explain", "MM4022", ROOT / "gb")
    assert (ran.code, ran.out) == (1, "")
    assert "there is no finding MM4022; did you mean 'MM422'?" in ran.err


def test_check_loads_no_texts_of_rules_that_it_does_not_run() -> None:
    program = (
        "import json, sys; from pathlib import Path; from metermap import pipeline; pipeline.check(Path(sys.argv[1])); "
        "print(json.dumps([name for name in sys.modules if name.endswith('_rules') or name.endswith('.rules')"
        " or name.startswith(('metermap.catalogue.rules', 'metermap.protocols.rules'))]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(ROOT / "gb")], capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) == {"metermap.core.rules", "metermap.mappings.rules"}
