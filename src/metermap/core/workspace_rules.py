"""Why the findings of metermap.toml are findings, MM001 to MM010, with examples."""

from __future__ import annotations

from metermap.core import codes
from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace

__all__ = ["RULES"]


def _toml(text: str) -> Example:
    return Example(files=(("metermap.toml", text), ("elements.csv", SMALL_ELEMENTS)))


def _rule(code: Code, explanation: str, failing: str, passing: str = small_workspace()) -> Rule:
    return Rule(code, Family.WORKSPACE, explanation, _toml(failing), _toml(passing))


RULES: tuple[Rule, ...] = (
    Rule(
        codes.NO_WORKSPACE,
        Family.WORKSPACE,
        "The folder holds no metermap.toml, or the file may not be read. It says where everything else is, so nothing "
        "can be checked.",
        Example(text="metermap check catalogues, where catalogues/gb holds the metermap.toml."),
        Example(text="metermap check catalogues/gb"),
    ),
    _rule(
        codes.NOT_TOML,
        "The file does not follow TOML, so none of its settings is known. The place is where reading stopped; the slip "
        "is often a missing quotation mark before it.",
        small_workspace().replace('"small"', "small"),
    ),
    _rule(
        codes.UNKNOWN_KEY,
        "Nobody reads the key, so what it says has no effect. Silently ignored it would look as if it had. The closest "
        "key is suggested.",
        small_workspace(top='mapings = ["more/*.map"]'),
    ),
    _rule(
        codes.MISSING_KEY,
        "A workspace has a name, a title, a package for generated code, a workbook and a device. Without one of them "
        "outputs could not be made.",
        small_workspace().replace('title    = "A small workspace"\n', ""),
    ),
    _rule(
        codes.BAD_VALUE,
        "The value is not what its key takes: a text instead of a list, a route that there is not, a package name that "
        "Python or C cannot use. The message says what is expected.",
        small_workspace().replace('"tunnelled"', '"tunneled"'),
    ),
    _rule(
        codes.OUTSIDE,
        "A workspace is complete in its folder: others get the folder and must get the same findings, and a workspace "
        "from others must not read your files. Paths start at metermap.toml and never leave its folder, by a link "
        "neither.",
        small_workspace().replace('"mappings/*.map"', '"../mappings/*.map"'),
    ),
    _rule(
        codes.DUPLICATE,
        "Two tables declare the same thing, and nobody could say which holds.",
        small_workspace('[[device]]\nid = "GSME"\ntitle = "Gas"\ncarrier = "sep"\nprotocols = { sep = "tunnelled" }\n'),
    ),
    _rule(
        codes.CONTRADICTION,
        "Two settings cannot both hold: a device that is carried by a protocol it does not speak, or that speaks one "
        "and is silent in it. Every report would follow one of the two and contradict the other.",
        small_workspace().replace('carrier   = "sep"', 'carrier   = "dlms"'),
    ),
    _rule(
        codes.LEVEL_OF_NOTHING,
        "A line of [severity] names a finding that metermap does not have. As a rule a digit is wrong, and the finding "
        "that was meant weighs what it always did.",
        small_workspace('[severity]\nMM4020 = "note"\n'),
        small_workspace('[severity]\nMM402 = "note"\n'),
    ),
    _rule(
        codes.FIXED_LEVEL,
        "An error that is fixed tells of something that could not be read, resolved or encoded. Called a note it would "
        "still be missing from every output, and nobody would be told. Such an error can be mended, not lowered.",
        small_workspace('[severity]\nMM301 = "note"\n'),
        small_workspace('[severity]\nMM404 = "warning"\n'),
    ),
)
