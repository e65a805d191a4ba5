"""A model of real rows of the Great Britain table, built by hand: one of each shape that the bindings tell apart."""

from dataclasses import replace

from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.codegen.base import GeneratorInput
from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress, Side
from metermap.core.logical_names import LogicalName
from metermap.core.places import CellPlace, TextPlace
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.mappings.model import Device, ResolvedModel, Role, Statement
from metermap.protocols import load_dictionaries

__all__ = ["dlms", "dlms_type", "element", "given", "model", "named", "sep", "sep_type", "statement"]

_DLMS = {
    "boolean": (Kind.BOOLEAN, 3),
    "bit-string": (Kind.BITS, 4),
    "double-long": (Kind.SIGNED, 5),
    "double-long-unsigned": (Kind.UNSIGNED, 6),
    "octet-string": (Kind.OCTETS, 9),
    "utf8-string": (Kind.TEXT, 12),
    "integer": (Kind.SIGNED, 15),
    "long-unsigned": (Kind.UNSIGNED, 18),
    "compact-array": (Kind.ARRAY, 19),
    "enum": (Kind.ENUM, 22),
    "CHOICE": (Kind.CHOICE, None),
    "date-time": (Kind.DATE_TIME, 9),
}
_SEP = {
    "uint48": (Kind.UNSIGNED, 0x25, 6),
    "enum8": (Kind.ENUM, 0x30, 1),
    "map8": (Kind.BITS, 0x18, 1),
    "octstr": (Kind.OCTETS, 0x41, None),
    "array": (Kind.ARRAY, 0x48, None),
    "UTC": (Kind.DATE_TIME, 0xE2, 4),
}


def dlms_type(name: str, size: int | None = None) -> TypeDescriptor:
    """Return a COSEM type; `size` is the number printed behind it."""
    kind, tag = _DLMS[name]
    printed = name if size is None else f"{name}({size})"
    return TypeDescriptor(
        kind, TypeSystem.DLMS, name, tag, length=None if size is None else (size, size), printed=printed
    )


def sep_type(name: str) -> TypeDescriptor:
    """Return a ZCL type."""
    kind, tag, octets = _SEP[name]
    return TypeDescriptor(kind, TypeSystem.SEP, name, tag, octets)


def dlms(class_id: int, logical_name: tuple[int, ...], index: int, name: str, **more: object) -> DlmsAddress:
    """Return the address of an attribute of a COSEM object."""
    classes = {1: "Data", 3: "Register", 4: "Extended register", 9000: "GBCS Extended data"}
    address = DlmsAddress(
        class_id, classes.get(class_id, "Other"), LogicalName(*logical_name), Access.ATTRIBUTE, index, name
    )
    return replace(address, **more)  # type: ignore[arg-type]  # the keywords are the record's own


def sep(cluster_id: int, number: int, name: str, **more: object) -> SepAddress:
    """Return the address of an attribute of a cluster's server."""
    clusters = {0x0700: "Price", 0x0702: "Metering", 0x0705: "Prepayment"}
    address = SepAddress(cluster_id, clusters[cluster_id], Access.ATTRIBUTE, Side.SERVER, number, name)
    return replace(address, **more)  # type: ignore[arg-type]  # the keywords are the record's own


def named(kind: str, instance: str, field: str) -> NamedAddress:
    """Return a home that is no object."""
    return NamedAddress(kind, instance, field)


def element(row: int | None, identifier: str, data_type: str = "INTEGER") -> Element:
    """Return an element on a line of its own."""
    item, _, path = identifier.partition(".")
    line = row or 5

    def cell(column: int) -> CellPlace:
        return CellPlace("smets2.xlsx", "Elements", line, column)

    kind = {"DATE-TIME": Kind.DATE_TIME, "INTEGER": Kind.INTEGER}.get(data_type, Kind.UNKNOWN)
    return Element(
        id=Value(identifier, cell(2)),
        row=None if row is None else Value(row, cell(1)),
        reference=Value("SMETS 5.7.5.2", cell(3)),
        section="5",
        item=Value(item, cell(4)),
        path=Value(path, cell(5)),
        category=Value("Operational data", cell(6)),
        data_type=Value(data_type, cell(7)),
        type=TypeDescriptor(kind, TypeSystem.CATALOGUE, data_type, printed=data_type),
        sensitive=Value(value=False, place=cell(8)),
        readers=Value("Access Control Broker", cell(9)),
        writers=Value("", cell(10)),
        devices=Value(("ESME",), cell(11)),
    )


def statement(
    row: int | None, said: str, address: Address | None, wire_type: TypeDescriptor | None, **more: object
) -> Statement:
    """Return a statement of what carries an element; with ``role=Role.PROTOCOL``, of a field of an item."""
    protocol = "sep" if isinstance(address, SepAddress) else "dlms"
    device = "GSME" if protocol == "sep" else "ESME"
    made = Statement(
        key=f"{device}/{protocol}/{said}#{row}",
        row=row,
        role=Role.ELEMENT,
        device=device,
        protocol=protocol,
        route="tunnelled",
        element=said,
        item=said.partition(".")[0],
        address=address,
        type=wire_type,
        dictionary_type=None,
        value="",
        unit="",
        status="unreviewed",
        relation="",
        use_cases=("ECS17a",),
        conditions=(),
        coded=(),
        only="",
        becomes="",
        optional=False,
        because=(),
        despite=(),
        since="",
        until="",
        place=TextPlace("mappings/registers.map", row or 1, 5),
    )
    if more.get("role") is Role.PROTOCOL:
        more = {"element": "", **more}
    return replace(made, **more)  # type: ignore[arg-type]  # the keywords are the record's own


_ACTIVE_EXPORT = (1, 0, 2, 8, 0, 255)
_PRICE = (0, 0, 94, 44, 1, 8)
_BATTERY = (0, 0, 94, 44, 128, 22)
_PAN = (0, 0, 30, 3, 0, 255)

STATEMENTS = (
    statement(
        100,
        "ActiveExportRegister.value",
        dlms(3, _ACTIVE_EXPORT, 2, "value"),
        dlms_type("double-long-unsigned"),
        dictionary_type=dlms_type("CHOICE"),
    ),
    statement(
        233,
        "ActiveExportRegister.unit",
        dlms(3, _ACTIVE_EXPORT, 3, "scaler_unit", member="unit"),
        dlms_type("enum"),
        value="30",
    ),
    statement(
        362,
        "ActiveExportRegister.scale",
        dlms(3, _ACTIVE_EXPORT, 3, "scaler_unit", member="scaler"),
        dlms_type("integer"),
        value="0",
    ),
    statement(
        108,
        "SecondaryActiveTariffPrice.value",
        dlms(3, _PRICE, 2, "value"),
        dlms_type("double-long-unsigned"),
        use_cases=("ECS24b",),
    ),
    statement(
        1190,
        "DisablementThreshold(MeterBalance).thresholdNext",
        dlms(9000, _BATTERY, 4, "value_passive"),
        dlms_type("double-long"),
        becomes="DisablementThreshold(MeterBalance).thresholdCurrent",
    ),
    statement(
        1203,
        "DisablementThreshold(MeterBalance).activateNextDateTime",
        dlms(9000, _BATTERY, 6, "activate_passive_value_time"),
        dlms_type("octet-string", 12),
        dictionary_type=dlms_type("date-time"),
    ),
    statement(
        511,
        "MaximumDemand(ConfigurableTime)ActivePowerImportValue.dateTimeStamp",
        dlms(4, (1, 0, 1, 6, 1, 255), 5, "capture_time"),
        dlms_type("octet-string", 12),
    ),
    statement(12, "BoostFunctionAvailability.value", dlms(1, (0, 0, 94, 44, 7, 255), 2, "value"), dlms_type("boolean")),
    statement(
        8,
        "Alerts Configuration Settings - Supplier.Bit string",
        dlms(1, (0, 30, 97, 98, 11, 255), 2, "value"),
        dlms_type("bit-string", 512),
    ),
    statement(
        76,
        "MeterPointAdministrationNumbers(ImportMPANs).value",
        dlms(1, (0, 0, 94, 44, 34, 11), 2, "value"),
        dlms_type("octet-string", 26),
        use_cases=("ECS40", "ECS39a"),
    ),
    statement(
        938,
        "AuxiliaryController[1].stateAndAssociatedInformation",
        dlms(1, (0, 0, 94, 44, 0, 31), 2, "value"),
        dlms_type("utf8-string", 72000),
    ),
    statement(
        500,
        "LoadLimitCounter.reset",
        dlms(3, (0, 0, 94, 44, 42, 255), 1, "reset", access=Access.METHOD),
        dlms_type("integer"),
        value="0",
    ),
    statement(
        21,
        "ActiveImportRegister.value",
        dlms(1, (0, 0, 94, 44, 34, 20), 2, "value", member="active_power_import_value", through="30/0-0:43.2.8.255"),
        dlms_type("double-long-unsigned"),
    ),
    statement(
        25,
        "ActivePowerImport.value",
        dlms(1, (0, 0, 94, 44, 34, 20), 2, "value", member="active_power_import_value"),
        dlms_type("double-long-unsigned"),
    ),
    statement(943, "SupplyState.value.output_state", dlms(70, (0, 0, 96, 3, 10, 255), 3, "control_state"), None),
    statement(
        1771,
        "SupplyOutageRestore.interruptionValue",
        named("Alert", "ECS80", "interuption_value"),
        dlms_type("octet-string", 12),
    ),
    statement(
        1104,
        "DebtRecoveryRates[1]",
        dlms(113, (0, 0, 19, 20, 1, 255), 6, "unit_charge_passive", member="charge_per_unit_scaling.commodity_scale"),
        dlms_type("integer"),
        value="0",
        role=Role.PROTOCOL,
    ),
    statement(1772, "SupplyOutageRestore.dateTime", None, None),
    statement(1375, "ConsumptionRegister.value", sep(0x0702, 0x0000, "CurrentSummationDelivered"), sep_type("uint48")),
    statement(1960, "SupplyTamperState.value", sep(0x0702, 0x0607, "SupplyTamperState"), sep_type("enum8")),
    statement(85, "FirmwareVersion.value", sep(0x0702, 0x0206, "CurrentMeterID"), sep_type("octstr")),
    statement(
        1674,
        "TariffBlockPriceMatrixTOU.scalerCurrent",
        sep(0x0700, 0x0617, "PriceTrailingDigit", field="@4..7"),
        sep_type("map8"),
    ),
    statement(
        1708,
        "AccumulatedDebtRegister",
        sep(0x0700, 0x0617, "PriceTrailingDigit"),
        sep_type("map8"),
        role=Role.PROTOCOL,
    ),
    statement(
        1159,
        "TimeDebtRegisters[1].adjust",
        sep(
            0x0705, 0x02, "ChangeDebt", access=Access.COMMAND, side=Side.CLIENT, reply="DefaultResponse", reply_id=0x0B
        ),
        None,
    ),
    statement(
        None,
        "Active Import Register",
        sep(0x0702, 0x0000, "CurrentSummationDelivered"),
        sep_type("uint48"),
        status="proposed",
        device="ESME",
        key="ESME/sep/Active Import Register",
        route="native",
    ),
)

DEVICES = (
    Device("ESME", "Electricity smart metering equipment", "dlms", (("dlms", "tunnelled"), ("sep", "native"))),
    Device(
        "GSME",
        "Gas smart metering equipment",
        "sep",
        (("sep", "tunnelled"),),
        (("dlms", "a gas meter speaks no DLMS"),),
    ),
    Device("SAPC", "Standalone auxiliary proportional controller", "dlms", (("dlms", "tunnelled"),)),
)


def _catalogue(statements: tuple[Statement, ...]) -> Catalogue:
    dated = ("dateTimeStamp", "interruptionValue")
    elements = {
        each.element: element(each.row, each.element, "DATE-TIME" if each.element.endswith(dated) else "INTEGER")
        for each in statements
        if each.element
    }
    use_case = UseCase(*(Value(text) for text in ("ECS17a", "Read Export", "0x0027", *[""] * 8)))
    empty = Value("")
    fact = ItemFact(
        device=Value("ESME"),
        section=Value("SMETS 5.7.5.2"),
        category=empty,
        item=Value("Active Export Register"),
        data_type=empty,
        unit=Value("Wh"),
        range=empty,
        access=empty,
        depth=empty,
        description=empty,
        source=Value("GBCS mapping table row 100"),
        review=Value("not checked"),
        rows=(100,),
    )
    return Catalogue(tuple(elements.values()), (fact,), (use_case,))


def model(statements: tuple[Statement, ...] = STATEMENTS, devices: tuple[Device, ...] = DEVICES) -> ResolvedModel:
    """Return a model of the given statements."""
    return ResolvedModel(
        name="gb",
        title="Great Britain: SMETS2 over DLMS/COSEM and Smart Energy",
        edition="GBCS 4.x",
        catalogue=_catalogue(statements),
        devices=devices,
        statements=statements,
        coverage=(),
        findings=(),
        sources=(),
        digest="0123456789abcdef" * 4,
    )


def given(resolved: ResolvedModel | None = None, **options: str) -> GeneratorInput:
    """Return a generator's input."""
    return GeneratorInput(resolved or model(), "gb", options, load_dictionaries())
