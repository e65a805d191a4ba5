"""A plug-in of metermap: the logical names of a model as constants of Rust."""

from metermap.codegen.base import Generated, GeneratorInput, Registration
from metermap.codegen.templates import C_FILTERS, TEXT_FILTERS, environment
from metermap.core.addresses import DlmsAddress
from metermap.core.findings import Code, Finding, Severity
from metermap.core.logical_names import LogicalName
from metermap.core.places import FilePlace
from metermap.core.text import c_identifier, unique_names

_UNKNOWN_OPTION = Code("RUST01", Severity.ERROR, "The generator of Rust names has no options", "Remove the option.")


def octets(name: LogicalName) -> str:
    """Return the six groups as elements of an array: a filter of our own, and typed, for it takes nothing else."""
    return ", ".join(f"{group:d}" for group in name.groups)


def generate(given: GeneratorInput) -> Generated:
    """Return ``names.rs``, a constant for each element that a COSEM object keeps."""
    homes = {
        statement.element: statement.address.logical_name
        for statement in sorted(given.model.statements, key=lambda statement: statement.key)
        if statement.element and not statement.proposed and isinstance(statement.address, DlmsAddress)
    }
    constants = unique_names(sorted(homes), lambda text: c_identifier(text).upper())
    filters = {"identifier": C_FILTERS["identifier"], "octets": octets, "one_line": TEXT_FILTERS["one_line"]}
    text = (
        environment(__name__, filters, given.templates)
        .get_template("names.rs.jinja")
        .render(
            title=given.model.title,
            digest=given.model.digest,
            names=[(element, constants[element], name) for element, name in sorted(homes.items())],
        )
    )
    return Generated({"names.rs": text.encode()}, {"names": len(homes)}, tuple(map(_unknown, sorted(given.options))))


def _unknown(option: str) -> Finding:
    place = FilePlace("metermap.toml", "build.rust_names")
    return _UNKNOWN_OPTION.at(place, f"no option is called {option!r}", subject=option)


GENERATOR = Registration("rust", generate, helpers=1, templates=__name__)
