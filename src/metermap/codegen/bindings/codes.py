"""The findings of the generators of bindings."""

from metermap.core.findings import Code, Severity

__all__ = ["BAD_OPTION", "UNKNOWN_OPTION"]

UNKNOWN_OPTION = Code(
    "MM720",
    Severity.ERROR,
    "The generators of bindings have no such option",
    "Correct the name, or take the option out of metermap.toml.",
)
BAD_OPTION = Code(
    "MM721",
    Severity.ERROR,
    "An option of the generators of bindings cannot have this value",
    "Write one of the values that are expected.",
)
