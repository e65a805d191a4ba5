"""Why the findings about editions of catalogue and mapping are findings, MM940 to MM943, with examples."""

from __future__ import annotations

from metermap.core import edition_codes as codes
from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace

__all__ = ["RULES"]

_OWN = "editions/1.0/meter.map"
_SENTENCE = "on GSME over sep, tunnelled.\nCalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }"


def _rule(code: Code, explanation: str, failing: Example, passing: Example) -> Rule:
    return Rule(code, Family.WORKSPACE, explanation, failing, passing)


def _editions(lifespan: str = "", more: str = "", own: str = _OWN) -> Example:
    table = f'[[editions]]\nname = "Small 1.0"\nrecorded = "in part"\nmappings = ["{own}"]\n{more}'
    toml = small_workspace(table, top='edition = "Small 2.0"')
    then = f'syntax 1.\n{_SENTENCE} because "so it was printed".\n'
    files = (("metermap.toml", toml), ("elements.csv", SMALL_ELEMENTS), (own, then))
    return Example(f"{_SENTENCE}{lifespan}.\n", files)


RULES: tuple[Rule, ...] = (
    _rule(
        codes.UNKNOWN_EDITION,
        "A statement says since or until which edition it holds, and the workspace declares no such edition. Where it "
        "stands among those that there are, nobody can say, so it is taken to hold in all that its other bound allows.",
        _editions(' since "Smal one"'),
        _editions(' since "Small 1.0"'),
    ),
    _rule(
        codes.NEVER_HOLDS,
        "The first edition that has it comes after the last one. No edition is left in which the statement holds, and "
        "no output would have it.",
        _editions(' since "Small 2.0" until "Small 1.0"'),
        _editions(' since "Small 1.0" until "Small 2.0"'),
    ),
    _rule(
        codes.SHARED_AND_OWN,
        "What an edition's own mapping files say stands in place of what all files say, and only there. A file that "
        "the patterns of mappings find as well would say it of the edition that is worked on, too. It is read for all.",
        _editions(own="mappings/old.map"),
        _editions(),
    ),
    _rule(
        codes.NOT_WITHOUT,
        "An edition is said to be without an item or element, or to have had another name for it. The catalogue of its "
        "workbooks has nothing of that name, so the line says nothing: a slip, or the name of another edition.",
        _editions(more='without = ["CalorificValues"]\n'),
        _editions(more='without = ["CalorificValue"]\n'),
    ),
)
