"""``metermap errata``: each correction, whether it applies and why, and every place where it shows."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
CASE = """
[[erratum]]
key = "title-of-ecs17a"
use_case = "ECS17a"
field = "title"
old = "ECS17a Read ESME Energy Registers (Export Energy)"
new = "ECS17a Read the export registers"
reason = "an example"
"""


def add(gb: Path, errata: str) -> Path:
    with (gb / "errata.toml").open("a", encoding="utf-8") as stream:
        stream.write(errata)
    return gb


class TestTheList:
    def test_as_text(self, run: Run) -> None:
        ran = run("errata", ROOT / "gb")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(
            "broken-bracket-row-810: applied\n    element: TariffSwitchingTable(SecondaryElement)."
        )
        assert "    cell: smets2.xlsx[Elements]!E574\n" in ran.out
        assert "    shown in: model, report, site, python, c\n" in ran.out
        assert ran.out.endswith("\n\n7 errata, 7 applied\n")

    def test_as_json(self, run: Run) -> None:
        document = json.loads(run("errata", ROOT / "gb", "--output-format", "json").out)

        entry = document["errata"][1]
        assert document["version"] == 0
        assert (entry["old"], entry["new"], entry["applied"]) == ("iNTEGER", "INTEGER", True)
        assert [key.split("/")[:2] for key in entry["statements"]] == [["ESME", "dlms"], ["GSME", "sep"]]

    def test_as_csv(self, run: Run) -> None:
        lines = list(csv.DictReader(io.StringIO(run("errata", ROOT / "gb", "--output-format", "csv").out)))

        assert len(lines) == 7
        assert (lines[6]["part"], lines[6]["field"], lines[6]["outputs"]) == ("fact", "section", "model report site")

    def test_a_use_case_touches_the_statements_that_name_it(self, run: Run, gb_copy: Path) -> None:
        document = json.loads(run("errata", add(gb_copy, CASE), "--output-format", "json").out)

        touched = document["errata"][-1]["statements"]
        assert "ESME/dlms/ActiveExportRegister.value#100" in touched

    def test_a_workspace_without_errata(self, run: Run, gb_copy: Path) -> None:
        (gb_copy / "errata.toml").write_text("", "utf-8")

        assert run("errata", gb_copy) == Ran(0, "0 errata, 0 applied\n", "")


class TestExitCodes:
    @pytest.mark.parametrize(
        ("change", "code", "told"),
        [
            (('old       = "iNTEGER"', 'old       = "WRONG"'), 1, "not applied: another value stands there"),
            (('new       = "INTEGER"', 'new       = "iNTEGER"'), 1, "not applied: it changes nothing"),
            (
                ('new       = "INTEGER"', 'new       = "INTEGER"\nsince = "5"'),
                0,
                "not applied: it is for other editions",
            ),
        ],
    )
    def test_an_erratum_that_is_not_applied(
        self, run: Run, gb_copy: Path, change: tuple[str, str], code: int, told: str
    ) -> None:
        file = gb_copy / "errata.toml"
        file.write_text(file.read_text("utf-8").replace(*change, 1), "utf-8")

        ran = run("errata", gb_copy)

        assert ran.code == code
        assert f"type-case-row-689: {told}\n" in ran.out
        assert ("MM60" in ran.err) is bool(code)

    def test_a_file_that_cannot_be_read(self, run: Run, gb_copy: Path) -> None:
        (gb_copy / "errata.toml").write_text("[[erratum]", "utf-8")

        ran = run("errata", gb_copy)
        assert (ran.code, ran.out) == (3, "")
        assert "error MM600" in ran.err


class TestEveryOutput:
    """What an erratum corrected is marked wherever it shows."""

    def test_the_model(self, gb_build: Path) -> None:
        model = json.loads((gb_build / "model" / "model.json").read_text("utf-8"))

        listed = {erratum["key"]: erratum for erratum in model["errata"]}
        marked = {key for part in ("elements", "items", "use_cases") for line in model[part] for key in line["errata"]}
        assert marked == set(listed)
        assert listed["type-case-row-689"]["cell"] == "smets2.xlsx[Elements]!G89"

    def test_the_table(self, gb_build: Path) -> None:
        lines = csv.DictReader(io.StringIO((gb_build / "model" / "model.csv").read_text("utf-8")))

        assert {line["row"] for line in lines if line["errata"]} == {"810", "689", "932", "505", "508", "511"}

    def test_the_gap_report(self, gb_build: Path) -> None:
        report = json.loads((gb_build / "report" / "gap-report.json").read_text("utf-8"))

        assert [erratum["outcome"] for erratum in report["errata"]] == ["applied"] * 7
        assert "## Errata\n" in (gb_build / "report" / "gap-report.md").read_text("utf-8")

    def test_the_page_of_the_item(self, gb_build: Path) -> None:
        pages = [path.read_text("utf-8") for path in (gb_build / "site" / "items").glob("*.html")]

        shown = [page for page in pages if "section-row-508" in page]
        assert len(shown) == 1
        assert "SMETS 5.7.5.21" in shown[0]
        assert "5.7.5.21 is cited by all rows of the export item." in shown[0]
        assert "section-of-fact-505" in shown[0]

    def test_the_bindings(self, gb_build: Path) -> None:
        said = "Erratum type-case-row-689: data_type is 'INTEGER', printed 'iNTEGER'."

        assert said in (gb_build / "python" / "gb_bindings" / "gsme.py").read_text("utf-8")
        assert any(said in path.read_text("utf-8") for path in (gb_build / "c").rglob("*.h"))

    def test_the_page_of_a_use_case(self, run: Run, gb_copy: Path) -> None:
        run("build", add(gb_copy, CASE))
        pages = [path.read_text("utf-8") for path in (gb_copy / "build" / "site" / "use-cases").glob("*.html")]

        assert len([page for page in pages if "title-of-ecs17a" in page]) == 1
