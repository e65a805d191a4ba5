"""How many defects the consistency rules find in copies of gb/, and what the rules cost.

Ten defects of each kind are made at random places, always the same ones. ``told`` counts those that a
code meant for the kind tells of, at the spoiled line; ``noticed`` those that any new finding is about.
"""

from collections import Counter

from benchmarks.measure import GB, own_seconds
from benchmarks.seeded_defects import DEFECTS, Outcome, identities, seeded
from metermap.catalogue.consistency import RULES, check_consistency
from metermap.catalogue.consistency.lines import Lines
from metermap.catalogue.model import Catalogue
from metermap.catalogue.reader import read_catalogue
from metermap.core.findings import Findings
from metermap.core.workspace import load_workspace

ROUNDS = 5


def main() -> None:
    catalogue = gb_catalogue()
    print_costs(catalogue)
    before = identities(catalogue)
    print_recall([outcome for defect in DEFECTS for outcome in seeded(catalogue, defect, before=before)])


def gb_catalogue() -> Catalogue:
    findings = Findings()
    workspace = load_workspace(GB, findings)
    catalogue = read_catalogue(workspace, findings) if workspace else None
    if catalogue is None:
        message = f"{GB} cannot be read: {list(findings)}"
        raise SystemExit(message)
    return catalogue


def print_costs(catalogue: Catalogue) -> None:
    whole = min(own_seconds(lambda: check_consistency(catalogue, Findings())) for _ in range(ROUNDS))
    print(f"{'all rules':44} {whole * 1000:8.1f} ms")
    lines = Lines(catalogue)
    for rule in RULES:
        list(rule.look(lines))
        seconds = min(own_seconds(lambda: list(rule.look(lines))) for _ in range(ROUNDS))  # noqa: B023  (called at once)
        print(f"  {rule.code.id} {rule.code.title[:34]:35} {seconds * 1000:8.1f} ms")


def print_recall(outcomes: list[Outcome]) -> None:
    print(f"\n{'defect':44} told noticed  by")
    for name in dict.fromkeys(outcome.defect.name for outcome in outcomes):
        ours = [outcome for outcome in outcomes if outcome.defect.name == name]
        codes = Counter(code for outcome in ours for code in outcome.found)
        said = ", ".join(f"{code} {times}" for code, times in sorted(codes.items()))
        print(f"{name:44} {sum(one.told for one in ours):4} {sum(bool(one.found) for one in ours):7}  {said}")
    told = sum(outcome.told for outcome in outcomes)
    print(f"{'all':44} {told:4} of {len(outcomes)}")


if __name__ == "__main__":
    main()
