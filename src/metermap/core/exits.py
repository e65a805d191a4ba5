"""The exit codes of the commands."""

from enum import IntEnum

__all__ = ["Exit"]


class Exit(IntEnum):
    """What the program's exit code means."""

    FINE = 0
    FINDINGS = 1  # an error, or a warning that nobody has reviewed
    USAGE = 2  # wrong usage or configuration
    INPUT = 3  # input that cannot be read
    DEFECT = 4  # a defect in metermap itself
    INTERRUPTED = 130
