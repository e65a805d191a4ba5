"""The constants of the mapping are among the values that the overlay says Great Britain allows."""

from __future__ import annotations

from metermap.core.addresses import Access, SepAddress
from metermap.mappings.model import Statement
from metermap.protocols import load_dictionaries
from metermap.protocols.tables import number
from tests.gb.load import load_gb


def test_every_constant_of_a_restricted_field_is_allowed() -> None:
    sep = load_dictionaries(("gb",)).sep
    compared, refused = 0, []
    for statement in load_gb().statements:
        address, value = statement.address, number(statement.value)
        if not isinstance(address, SepAddress) or address.access is not Access.COMMAND or value is None:
            continue
        path = tuple(step.partition("[")[0] for step in address.field.split("."))
        for restriction in sep.restriction(address.cluster_id, address.side, address.name, path):
            if restriction.path == path and restriction.of == "value":
                compared += 1
                if not restriction.allows(value):
                    refused.append(_shown(statement, value))
    assert refused == []
    assert compared == 45


def _shown(statement: Statement, value: int) -> str:
    return f"{statement.place} {statement.address} = {value}"
