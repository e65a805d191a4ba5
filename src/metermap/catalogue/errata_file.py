"""The shape of an errata file: pydantic models, used at the border only.

`metermap.catalogue.errata` imports this module when it reads a file: pydantic is slow to import.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["ErrataTable", "ErratumTable", "FactTable"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Edition = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class FactTable(_Table):
    """``fact = { device = "ESME", section = "SMETS 5.7.5.2", item = "Active Export Register" }``, as printed."""

    device: Text
    section: str = ""
    item: Text


class ErratumTable(_Table):
    """``[[erratum]]``: one correction of one cell. One of `element`, `fact` and `use_case` names its line."""

    key: Key
    element: Text | None = None
    fact: FactTable | None = None
    use_case: Text | None = None
    field: Text
    old: str
    new: str
    reason: Text
    reference: str = ""
    since: Edition | None = None
    until: Edition | None = None


class ErrataTable(_Table):
    """The whole file."""

    erratum: list[ErratumTable] = Field(default_factory=list)
