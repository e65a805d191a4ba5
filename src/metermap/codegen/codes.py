"""The findings about generators, plug-ins and overriding templates, MM070 to MM079. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_GENERATOR",
    "BAD_PATH",
    "BAD_TEMPLATE",
    "CLASH",
    "FAILED",
    "IDLE_TEMPLATE",
    "UNKNOWN_GENERATOR",
    "UNREADABLE_TEMPLATE",
]

UNKNOWN_GENERATOR = Code(
    "MM070",
    Severity.WARNING,
    "The workspace sets options for a generator that there is not",
    "Correct the name, or take the table out of metermap.toml.",
)
BAD_GENERATOR = Code(
    "MM073",
    Severity.ERROR,
    "A plug-in's generator cannot be loaded",
    "Install what it needs, or a version of it for this metermap, or uninstall it; docs/plugins.md says more.",
)
CLASH = Code(
    "MM074",
    Severity.ERROR,
    "Two generators have one name or one folder",
    "Uninstall the plug-in that is not wanted; names and folders of two are one where they differ in case only.",
)
BAD_PATH = Code(
    "MM075",
    Severity.ERROR,
    "A plug-in's folder or file does not stay inside its place",
    "Tell who maintains the plug-in: a folder is one plain name, a file a relative path below it.",
)
FAILED = Code(
    "MM076",
    Severity.ERROR,
    "A plug-in's generator failed",
    "Tell who maintains the plug-in, or uninstall it; the other outputs are made.",
)
IDLE_TEMPLATE = Code(
    "MM077",
    Severity.WARNING,
    "A template of the workspace overrides nothing",
    "Name it as the template that it is to stand in for, or remove it.",
)
BAD_TEMPLATE = Code(
    "MM078",
    Severity.ERROR,
    "A template of the workspace cannot be used",
    "Correct it, or remove it to use the generator's own; docs/plugins.md lists filters and rules.",
)
UNREADABLE_TEMPLATE = Code(
    "MM079",
    Severity.ERROR,
    "A template of the workspace cannot be read",
    "Put a file in UTF-8 there, no link, of a megabyte at most.",
)
