"""A model of a dozen real rows of the Great Britain table, built by hand.

One of each kind: mapped on one side or on both, constants, a protocol field, a statement without
an address, an alert, a proposal, a device that does not speak a protocol.
"""

import dataclasses

from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.core.addresses import Access, Address, DlmsAddress, SepAddress, Side
from metermap.core.findings import Finding, Severity
from metermap.core.logical_names import LogicalName
from metermap.core.places import CellPlace, TextPlace
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.mappings.model import Coverage, Device, ResolvedModel, Role, Source, State, Statement

BOOK = "smets2.xlsx"


def element(row: int | None, item: str, path: str, devices: tuple[str, ...], data_type: str = "INTEGER") -> Element:
    """Return an element on a line of its own."""
    line = 2000 if row is None else row

    def cell(column: int) -> CellPlace:
        return CellPlace(BOOK, "Elements", line, column)

    return Element(
        id=Value(f"{item}.{path}".rstrip("."), cell(2)),
        row=None if row is None else Value(row, cell(1)),
        reference=Value("SMETS 5.7.5.2", cell(3)),
        section="5",
        item=Value(item, cell(4)),
        path=Value(path, cell(5)),
        category=Value("Operational data", cell(6)),
        data_type=Value(data_type, cell(7)),
        type=TypeDescriptor(Kind.INTEGER, TypeSystem.CATALOGUE, data_type, printed=data_type),
        sensitive=Value(value=False, place=cell(8)),
        readers=Value("Access Control Broker;Network Operator", cell(9)),
        writers=Value("", cell(10)),
        devices=Value(devices, cell(11)),
        han_only=row is None,
    )


def statement(  # noqa: PLR0917  (a table's columns)
    row: int | None,
    device: str,
    protocol: str,
    said: str,
    address: Address | None,
    type_name: str = "integer",
    value: str = "",
    use_cases: tuple[str, ...] = (),
    status: str = "unreviewed",
    role: Role = Role.ELEMENT,
    because: tuple[str, ...] = (),
) -> Statement:
    """Return a statement; `said` is the element's id, or the item of a protocol field."""
    kind = TypeDescriptor(Kind.SIGNED, TypeSystem.DLMS, type_name, printed=type_name)
    return Statement(
        key=f"{device}/{protocol}/{row if row is not None else said}",
        row=row,
        role=role,
        device=device,
        protocol=protocol,
        route="native" if status == "proposed" else "tunnelled",
        element="" if role is Role.PROTOCOL else said,
        item=said.partition(".")[0],
        address=address,
        type=kind,
        dictionary_type=kind,
        value=value,
        unit="",
        status=status,
        relation="",
        use_cases=use_cases,
        conditions=(),
        coded=(),
        only="",
        becomes="",
        optional=False,
        because=because,
        despite=(),
        since="",
        until="",
        place=TextPlace("mappings/small.map", row or 1, 5),
    )


def _register(index: int, name: str, member: str = "") -> DlmsAddress:
    return DlmsAddress(3, "Register", LogicalName(1, 0, 2, 8, 0, 255), Access.ATTRIBUTE, index, name, member)


ELEMENTS = (
    element(100, "ActiveExportRegister", "value", ("ESME",)),
    element(233, "ActiveExportRegister", "unit", ("ESME",), "ENUMERATION"),
    element(362, "ActiveExportRegister", "scale", ("ESME",)),
    element(1401, "SupplyTamperState", "methodInput: state", ("GSME",), "ENUMERATION"),
    element(1960, "SupplyTamperState", "value", ("ESME", "GSME"), "BOOLEAN"),
    element(1771, "SupplyOutageRestore", "interruptionValue", ("ESME",), "DATE-TIME"),
    element(None, "Active Import Register", "", ("ESME",)),
)

STATEMENTS = (
    statement(100, "ESME", "dlms", "ActiveExportRegister.value", _register(2, "value"), "double-long-unsigned"),
    statement(
        233, "ESME", "dlms", "ActiveExportRegister.unit", _register(3, "scaler_unit", "unit"), "enum", "30", ("ECS17a",)
    ),
    statement(
        362,
        "ESME",
        "dlms",
        "ActiveExportRegister.scale",
        _register(3, "scaler_unit", "scaler"),
        value="0",
        use_cases=("ECS17a",),
    ),
    statement(
        1960,
        "ESME",
        "dlms",
        "SupplyTamperState.value",
        DlmsAddress(1, "Data", LogicalName(0, 0, 94, 44, 0, 4), Access.ATTRIBUTE, 2, "value"),
        "boolean",
        use_cases=("ECS26m", "ECS81"),
    ),
    statement(
        1960,
        "GSME",
        "sep",
        "SupplyTamperState.value",
        SepAddress(0x0702, "Metering", Access.ATTRIBUTE, Side.SERVER, 0x0607, "SupplyTamperState"),
        "ENUM8",
        use_cases=("GCS21m",),
    ),
    statement(
        1401,
        "GSME",
        "sep",
        "SupplyTamperState.methodInput: state",
        SepAddress(
            0x0702,
            "Metering",
            Access.COMMAND,
            Side.CLIENT,
            0x0D,
            "SetSupplyStatus",
            "SupplyTamperState",
            "DefaultResponse",
        ),
        "ENUM8",
    ),
    statement(1771, "ESME", "dlms", "SupplyOutageRestore.interruptionValue", None, "octet-string(12)"),
    statement(
        1104,
        "ESME",
        "dlms",
        "DebtRecoveryRates[1]",
        DlmsAddress(
            113,
            "Charge",
            LogicalName(0, 0, 19, 20, 1, 255),
            Access.ATTRIBUTE,
            6,
            "unit_charge_passive",
            "charge_per_unit_scaling.commodity_scale",
        ),
        value="0",
        use_cases=("ECS07",),
        role=Role.PROTOCOL,
    ),
    statement(
        None,
        "ESME",
        "sep",
        "Active Import Register",
        SepAddress(0x0702, "Metering", Access.ATTRIBUTE, Side.SERVER, 0x0000, "CurrentSummationDelivered"),
        "uint48",
        status="proposed",
    ),
)

DEVICES = (
    Device("ESME", "Electricity meter", "dlms", (("sep", "native"), ("dlms", "tunnelled"))),
    Device("GSME", "Gas meter", "sep", (("sep", "tunnelled"),), (("dlms", "a gas meter speaks no DLMS"),)),
)

FINDINGS = (
    Finding(
        "MM501",
        Severity.WARNING,
        "SupplyOutageRestore.interruptionValue: the source specifies no address",
        TextPlace("mappings/small.map", 1771, 5),
        "ESME/dlms/1771",
        help="State the address, or leave the element undecided.",
    ),
)


def _text(value: str, column: int) -> Value[str]:
    return Value(value, CellPlace(BOOK, "Facts", 8, column))


FACT = ItemFact(
    device=_text("ESME", 1),
    section=_text("SMETS 5.7.5.2", 2),
    category=_text("operational", 3),
    item=_text("Active Export Register", 4),
    data_type=_text("INTEGER", 5),
    unit=_text("Wh", 6),
    range=_text("scaler 0", 7),
    access=_text("R:ACB,NetOp", 8),
    depth=_text("", 9),
    description=_text("cumulative active energy sent to the network", 10),
    source=_text("GBCS mapping table row 100,233,362", 11),
    review=_text("unreviewed", 12),
    rows=(100, 233, 362),
)


def use_case(code: str, title: str, message_code: str, target: str, protocol: str) -> UseCase:
    """Return a use case of which most is not recorded."""
    said = (code, title, message_code, target, protocol, "SME.C.NC", "Read", "No", "No", "Supplier", "6.2")
    return UseCase(*(_text(value, column) for column, value in enumerate(said, 1)))


USE_CASES = (
    use_case("ECS17a", "Read ESME Energy Registers (Export Energy)", "0x0026", "ESME", "DLMS"),
    use_case("GCS21m", "Read GSME Configuration Data Device Information", "0x00FB", "GSME", "ZSE"),
)


def small_model() -> ResolvedModel:
    """Return the model."""
    return with_coverage(
        ResolvedModel(
            name="small",
            title="Small: a dozen rows of SMETS2",
            edition="GBCS 4.x",
            catalogue=Catalogue(ELEMENTS, (FACT,), USE_CASES),
            devices=DEVICES,
            statements=tuple(sorted(STATEMENTS, key=lambda said: said.key)),
            coverage=(),
            findings=FINDINGS,
            sources=(Source("metermap.toml", "0" * 64),),
            digest="5" * 64,
        )
    )


def with_coverage(model: ResolvedModel) -> ResolvedModel:
    """Return the model with its coverage counted."""
    columns = [(device.id, protocol) for device in model.devices for protocol, _ in (*device.protocols, *device.silent)]
    coverage = []
    for device, protocol in columns:
        states = [state for key, state in model.states.items() if key[1:] == (device, protocol)]
        coverage.append(Coverage(device, protocol, len(states), *(states.count(state) for state in State)))
    return dataclasses.replace(model, coverage=tuple(coverage))


def renamed(model: ResolvedModel, names: dict[str, str]) -> ResolvedModel:
    """Return the model with items renamed, in elements, ids and statements alike."""

    def name(item: str) -> str:
        return names.get(item, item)

    elements = tuple(
        dataclasses.replace(
            found,
            id=Value(f"{name(found.item.value)}.{found.path.value}", found.id.place),
            item=Value(name(found.item.value), found.item.place),
        )
        for found in model.catalogue.elements
    )
    new_ids = dict(zip((e.id.value for e in model.catalogue.elements), (e.id.value for e in elements), strict=True))
    statements = tuple(
        dataclasses.replace(said, element=new_ids.get(said.element, ""), item=name(said.item))
        for said in model.statements
    )
    catalogue = dataclasses.replace(model.catalogue, elements=elements)
    return dataclasses.replace(model, catalogue=catalogue, statements=statements)
