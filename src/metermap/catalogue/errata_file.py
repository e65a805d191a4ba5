"""The shape of an errata file: pydantic models, used at the border only.

`metermap.catalogue.errata` imports this module when it reads a file: pydantic is slow to import.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["ErrataTable", "ErratumTable"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Edition = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ErratumTable(_Table):
    """``[[erratum]]``: one correction of one cell."""

    key: Key
    element: Text
    field: Literal["reference", "item", "path", "category", "data_type", "readers", "writers"]
    old: str
    new: str
    reason: Text
    reference: str = ""
    since: Edition | None = None
    until: Edition | None = None


class ErrataTable(_Table):
    """The whole file."""

    erratum: list[ErratumTable] = Field(default_factory=list)
