"""Who maps here: the statements of a model about an entry of the dictionaries, and their table on a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.suggest import normal
from metermap.mappings.model import ResolvedModel, Role, Statement
from metermap.protocols.ask import Entry
from metermap.protocols.cards import CardTable
from metermap.protocols.dlms.lookup import ClassFound, MemberFound, ObjectFound
from metermap.protocols.dlms.model import Unit
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.lookup import AttributeEntry, CommandEntry, PartEntry
from metermap.protocols.sep.model import Cluster

__all__ = ["statements_about", "use_case_tables", "users_table"]

_MANY: Final = 40


def statements_about(model: ResolvedModel, entry: Entry) -> tuple[Statement, ...]:
    """Return the statements that rest on an entry, in the order of the model."""
    asks = _question(entry)
    return tuple(statement for statement in model.statements if asks(statement)) if asks is not None else ()


def _question(entry: Entry) -> Callable[[Statement], bool] | None:
    match entry:
        case ClassFound() | MemberFound() | ObjectFound():
            return lambda said: isinstance(said.address, DlmsAddress) and _is_there(said.address, entry)
        case Unit(symbol=symbol):
            return lambda said: isinstance(said.address, DlmsAddress) and symbol in (said.unit, *dict(said.coded))
        case Enumeration(name=name):
            return lambda said: bool(said.dictionary_type) and _enumeration(said) == normal(name)
        case Cluster() | AttributeEntry() | CommandEntry():
            return lambda said: isinstance(said.address, SepAddress) and _is_in(said.address, entry)
        case PartEntry(owner=owner, path=path):
            return lambda said: (
                isinstance(said.address, SepAddress)
                and _is_in(said.address, owner)
                and _is_inside(said.address.field, path)
            )
        case _:
            return None


def _is_there(address: DlmsAddress, entry: ClassFound | MemberFound | ObjectFound) -> bool:
    """Whether an address is in the class, the object or the member."""
    class_, name = entry.interface_class, None if isinstance(entry, ClassFound) else entry.logical_name
    if class_ is not None and address.class_id != class_.id:
        return False
    if name is not None and address.logical_name != name:
        return False
    if not isinstance(entry, MemberFound):
        return True
    same = (address.access, address.index) == (entry.access, entry.member.index)
    return same and _is_inside(address.member, entry.path)


def _is_in(address: SepAddress, entry: Cluster | AttributeEntry | CommandEntry) -> bool:
    match entry:
        case Cluster(id=id_):
            return address.cluster_id == id_
        case AttributeEntry():
            return _is_attribute(address, entry)
        case CommandEntry():
            return _is_command(address, entry)


def _is_attribute(address: SepAddress, entry: AttributeEntry) -> bool:
    found = entry.attribute
    if entry.cluster is None:
        return False
    key = (address.cluster_id, address.access, address.side, address.id)
    return key == (entry.cluster.id, Access.ATTRIBUTE, found.side, found.id)


def _is_command(address: SepAddress, entry: CommandEntry) -> bool:
    """Whether the address is in the command, or the command asks for it or answers it."""
    found, cluster = entry.command, entry.cluster
    if cluster is None:
        return address.reply == found.name
    if address.cluster_id != cluster.id or address.access is not Access.COMMAND:
        return False
    carried = (address.side, address.id) == (found.side, found.id)
    return carried or found.name in (address.request, address.reply)


def _is_inside(written: str, path: tuple[str, ...]) -> bool:
    """Whether a path of an address begins with `path`; indices do not count."""
    steps = [normal(step.partition("[")[0]) for step in written.split(".")]
    return steps[: len(path)] == [normal(step) for step in path]


def _enumeration(said: Statement) -> str:
    type_ = said.dictionary_type
    return normal((type_.element or type_).enumeration) if type_ is not None else ""


def users_table(model: ResolvedModel, statements: Sequence[Statement]) -> CardTable:
    """Return the table "who maps here"; where there are many statements, a row an address and device."""
    count = f"{len(statements):,} statement{'' if len(statements) == 1 else 's'}"
    title = f"Who maps here: {model.title}, {count}"
    if len(statements) <= _MANY:
        headings = ("device", "element", "at", "use cases", "row", "stands in")
        return CardTable(title, headings, tuple(_row(model, said) for said in statements))
    return CardTable(title, ("device", "elements", "at", "use cases"), tuple(_grouped(statements)))


def _row(model: ResolvedModel, said: Statement) -> tuple[str, ...]:
    proposed = f" ({said.status})" if said.proposed else ""
    return (
        said.device,
        f"{_element(model, said)}{proposed}",
        _at(said),
        " ".join(said.use_cases),
        f"#{said.row}" if said.row is not None else "",
        str(said.place),
    )


def _element(model: ResolvedModel, said: Statement) -> str:
    element = model.catalogue.element_by_id.get(said.element)
    if element is not None:
        return element.name
    return f"= {said.value}" if said.value else f"{said.item}: no element" if said.role is Role.PROTOCOL else said.item


def _at(said: Statement) -> str:
    return str(said.address) if said.address is not None else "no address"


def _grouped(statements: Sequence[Statement]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each home (address without what is inside) and device."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for said in statements:
        groups.setdefault((_at(said).partition(": ")[0], said.device), []).append(said)
    for (home, device), found in sorted(groups.items()):
        elements = len({said.element for said in found if said.element})
        cases = dict.fromkeys(case for said in found for case in said.use_cases)
        yield (device, str(elements), home, " ".join(cases))


def use_case_tables(model: ResolvedModel, code: str) -> Iterator[CardTable]:
    """Yield what a use case carries, a table a device."""
    carried = [said for said in model.statements if code in said.use_cases]
    for device in model.devices:
        rows = tuple(_row(model, said)[1:3] + _row(model, said)[4:] for said in carried if said.device == device.id)
        yield CardTable(f"Carried for {device.id}: {len(rows):,}", ("element", "at", "row", "stands in"), rows)
