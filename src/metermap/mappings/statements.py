"""From leaves to statements: elements, rows, addresses, types and constants looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from metermap.core.addresses import NamedAddress
from metermap.core.suggest import advice, closest
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.address_dlms import DlmsResolver
from metermap.mappings.address_sep import SepResolver
from metermap.mappings.constants import Constants
from metermap.mappings.elements import ElementIndex, Match, indices_of, path_text
from metermap.mappings.expressions import (
    Environment,
    Span,
    evaluate,
    expression_text,
    fill,
    is_open,
    paths_in,
    set_text,
    span_of,
    step_text,
)
from metermap.mappings.leaves import Leaf, Where, automatic, index_names, index_sets, opened, spread
from metermap.mappings.model import Allowance, Role, Statement
from metermap.mappings.names_said import check_units, check_variants
from metermap.mappings.parts import Part, Parts
from metermap.mappings.places import Placed, Reporter
from metermap.mappings.reviews_said import check_review
from metermap.mappings.roles import roles_said
from metermap.mappings.said import NOT_YET, Maker, Said, said_at
from metermap.mappings.values_said import check_becomes, check_conversion, check_said
from metermap.protocols import dlms_type_names, parse_dlms_type, parse_zcl_type, zcl_type_names

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.places import CellPlace
    from metermap.core.types import TypeDescriptor
    from metermap.mappings.model import Device
    from metermap.protocols import Dictionaries

__all__ = ["Resolver"]

_MOST_INDICES = 6
_NAMED_HOMES = ("Alert", "Message", "Nowhere")


class Resolver:
    """Resolves the leaves of one file."""

    def __init__(
        self,
        index: ElementIndex,
        dictionaries: Dictionaries,
        devices: dict[str, Device],
        report: Reporter,
        allowances: Mapping[s.Allow, Allowance],
    ) -> None:
        self.catalogue = index.catalogue
        self.index = index
        self.devices = devices
        self.report = report
        self.dlms = DlmsResolver(dictionaries.dlms, report)
        self.sep = SepResolver(dictionaries.sep, report)
        self.constants = Constants(dictionaries, report)
        self.attempted: set[tuple[str, str, str]] = set()
        self._beyond: set[tuple[s.At, str]] = set()
        self.parts: Parts = {}
        self.allowances = allowances

    def statements(self, leaf: Leaf) -> Iterator[Statement]:
        """Yield the statements that a leaf stands for, device by device."""
        devices = [device for name in leaf.scope.devices if (device := self._device(name, leaf)) is not None]
        if not devices or not self._spoken(leaf, devices):
            return
        self._check_subject(leaf)
        self._check_ranges(leaf)
        names = self._spread_names(leaf)
        environments = list(spread(leaf, names, self.report.findings))
        said = said_at(leaf.clauses)
        check_review(leaf, said, self.report)
        check_units(leaf, said, self.report)
        check_variants(leaf, said, devices, self.report)
        check_said(leaf, said, self.catalogue, self.report)
        if said.status == "withdrawn":
            return
        if leaf.home.step.name == "Nowhere":
            yield from self._gaps(leaf, said, environments, devices)
            return
        for environment, row in self._dealt(leaf, environments):
            placed = self._place(leaf, environment)
            if placed is None:
                self._note_attempt(leaf, environment, devices)
                continue
            own = row is None or row in self.index.by_row or not self._repeats(leaf)
            kind = placed[0].type if placed[0] is not None else None
            element = self._element(leaf, environment, row, kind) if own else None
            if leaf.bound is not None and element is None and (own or not self._candidates(leaf, environment)):
                continue
            if element is not None and said.status not in NOT_YET:
                self._note_part(leaf, environment, element, devices)
            made = self._statement(leaf, said, environment, row=row, element=element, placed=placed[0])
            for device in devices:
                yield made(device)

    def _spoken(self, leaf: Leaf, devices: list[Device]) -> bool:
        """Whether the devices speak the protocol; of one that they do not, only a gap may speak."""
        protocol = leaf.scope.protocol
        deaf = [device.id for device in devices if protocol not in dict(device.protocols)]
        if deaf and leaf.home.step.name != "Nowhere":
            known = "; ".join(f"{device.id}: {', '.join(dict(device.protocols))}" for device in devices)
            message = f"{', '.join(deaf)} does not speak {protocol}"
            self.report(codes.PROTOCOL_NOT_SPOKEN, leaf.scope.at, message, expected=known)
        return not deaf or leaf.home.step.name == "Nowhere"

    def _note_attempt(self, leaf: Leaf, environment: Environment, devices: list[Device]) -> None:
        """Remember the elements of a statement that has a fault of its own: they are not undecided as well."""
        for element in self._candidates(leaf, environment):
            self.attempted |= {(element.id.value, device.id, leaf.scope.protocol) for device in devices}

    def _note_part(self, leaf: Leaf, environment: Environment, element: Element, devices: list[Device]) -> None:
        """Remember which indices of an element are said."""
        if not indices_of(element) or leaf.bound is None:
            return
        for path in paths_in(leaf.bound.value):
            match = self._match(leaf, path, environment)
            if element in match.elements:
                part = Part(match.indices, leaf.place)
                for device in devices:
                    self.parts.setdefault((element.id.value, device.id, leaf.scope.protocol), []).append(part)

    def _repeats(self, leaf: Leaf) -> bool:
        """Whether rows of the catalogue stand beside one that it does not list: a field said again."""
        return any(row in self.index.by_row for row in leaf.rows or ())

    def _check_ranges(self, leaf: Leaf) -> None:
        for name, values in opened(leaf):
            if span_of(values, {}) is None and not is_open(values):
                self.report(codes.BAD_RANGE, leaf.at, f"{name} in {set_text(values, {})} is no range of whole numbers")
        only = leaf.clauses[-1].only
        sets = [only] if only is not None else []
        for values in (*sets, *index_sets(leaf)):
            for part in values.ranges:
                low, high = evaluate(part.low, {}), evaluate(part.high, {}) if part.high is not None else None
                if low is not None and high is not None and low > high:
                    self.report(codes.BAD_RANGE, leaf.at, f"the range {set_text(s.Set((part,)), {})} runs backwards")

    def _gaps(
        self, leaf: Leaf, said: Said, environments: list[dict[str, int | Span]], devices: list[Device]
    ) -> Iterator[Statement]:
        """Yield a gap for each element that ``ITEM is Nowhere`` or ``ITEM.path is Nowhere`` means."""
        if not said.because:
            self.report(codes.GAP_WITHOUT_REASON, leaf.at, f"{leaf.subject.steps[0].name} is nowhere: why?")
        for environment in environments:
            item = path_text(leaf.subject.steps[:1], environment)
            meant = [
                (element, device)
                for element in self._meant(leaf, item, environment)
                for device in devices
                if device.id in element.devices.value
            ]
            if not meant:
                message = f"{item} has no element on {', '.join(device.id for device in devices)}"
                self.report(codes.UNKNOWN_ELEMENT, leaf.subject.at, message)
            for element, device in meant:
                key = (element.id.value, device.id, leaf.scope.protocol)
                self.parts.setdefault(key, []).append(Part(indices_of(element), leaf.place))
                yield self._statement(leaf, said, environment, row=None, element=element, placed=None)(device)

    def _meant(self, leaf: Leaf, item: str, environment: Environment) -> tuple[Element, ...]:
        inside = leaf.subject.steps[1:]
        if not inside:
            return self.index.of_item(item)
        found = self.index.find(item, path_text(inside, environment))
        if not found.elements:
            self.report(
                codes.UNKNOWN_ELEMENT, leaf.subject.at, f"{item} has no element '{path_text(inside, environment)}'"
            )
        return found.elements

    # ---- which device, which rows -------------------------------------------------------------------

    def _device(self, name: str, leaf: Leaf) -> Device | None:
        device = self.devices.get(name)
        if device is None:
            self.report(
                codes.UNKNOWN_DEVICE,
                leaf.scope.at,
                f"the workspace has no device '{name}'",
                expected=", ".join(self.devices),
                help=advice(closest(name, list(self.devices))),
            )
        return device

    def _dealt(self, leaf: Leaf, environments: list[dict[str, int | Span]]) -> Iterator[tuple[Environment, int | None]]:
        """Yield each expansion with its row: rows are counted off, and dealt again when there are more."""
        rows, count = leaf.rows, len(environments)
        if rows is None or not count:
            yield from ((environment, None) for environment in environments)
        elif len(rows) == 1:
            yield from ((environment, rows[0]) for environment in environments)
        elif len(rows) % count:
            message = f"{len(rows)} row numbers stand for {count} statements"
            self.report(codes.ROWS_DO_NOT_FIT, leaf.at, message, expected=f"1, {count}, or a multiple of {count}")
        else:
            yield from ((environments[at % count], row) for at, row in enumerate(rows))

    # ---- which element ------------------------------------------------------------------------------

    def _check_subject(self, leaf: Leaf) -> None:
        step = leaf.subject.steps[0]
        sample = next(spread(leaf, automatic(leaf), None), {})
        item = step_text(step, sample)
        if not self.index.knows_item(item):
            close = closest(item, list(self.index.items))
            message = f"the catalogue has no item '{item}'"
            help_ = self.index.withdrawal(item) or advice(close)
            self.report(codes.UNKNOWN_ITEM, step.at, message, help=help_)

    def _spread_names(self, leaf: Leaf) -> set[str]:
        """Return the indices to spread: those that must be, and as few as need be that the catalogue lists singly."""
        least = automatic(leaf)
        if leaf.bound is None:
            return least
        subject = {index.name for step in leaf.subject.steps for index in step.indices if index.name}
        free = sorted(index_names(leaf) - least, key=lambda name: (name not in subject, name))
        sizes = range(len(free) + 1) if len(free) <= _MOST_INDICES else (0, len(free))
        for names in (least.union(chosen) for size in sizes for chosen in combinations(free, size)):
            environment = next(spread(leaf, names, None), None)
            if environment is not None and self._candidates(leaf, environment):
                return names
        return least

    def _candidates(self, leaf: Leaf, environment: Environment) -> tuple[Element, ...]:
        if leaf.bound is None:
            return ()
        found: dict[str, Element] = {}
        for path in paths_in(leaf.bound.value):
            for element in self._match(leaf, path, environment).elements:
                found.setdefault(element.id.value, element)
        return tuple(found.values())

    def _carried(self, leaf: Leaf, path: s.Path, environment: Environment) -> bool:
        """Whether a name that stands where a constant does is an element's, and should be carried."""
        return leaf.bound is None and bool(self._match(leaf, path, environment).elements)

    def _match(self, leaf: Leaf, path: s.Path, environment: Environment) -> Match:
        """Look a name up inside out: in the prefix, in the item, then as ITEM.path."""
        near: tuple[Element, ...] = ()
        for item, below in self._readings(leaf, path):
            match = self.index.find(path_text(item, environment), path_text(below, environment))
            if match.elements:
                return match
            near = near or match.near
        return Match((), near)

    def _readings(self, leaf: Leaf, path: s.Path) -> Iterator[tuple[tuple[s.Step, ...], tuple[s.Step, ...]]]:
        item, inside = leaf.subject.steps[:1], leaf.subject.steps[1:]
        prefix = tuple(step for outer in leaf.prefixes for step in outer.steps)
        yield item, (*inside, *prefix, *path.steps)
        if prefix:
            yield prefix[:1], (*prefix[1:], *path.steps)
        if prefix or inside:
            yield item, path.steps
        # ITEM.path, or the item itself where it is a single element without a path of its own.
        yield path.steps[:1], path.steps[1:]

    def _element(
        self, leaf: Leaf, environment: Environment, row: int | None, kind: TypeDescriptor | None
    ) -> Element | None:
        if leaf.bound is None:
            self._check_protocol_row(leaf, row)
            return None
        found = self._candidates(leaf, environment)
        if not found:
            if not leaf.only_prefix:
                self._unknown_element(leaf, environment, kind)
            return None
        if row is not None:
            return self._of_row(leaf, found, row)
        if len(found) > 1:
            if len(list(paths_in(leaf.bound.value))) > 1:
                return found[0]
            rows = ", ".join(f"#{element.row.value}" for element in found if element.row)
            message = f"{found[0].name} is {len(found)} elements of the catalogue"
            self.report(codes.AMBIGUOUS_ELEMENT, leaf.at, message, expected=rows, also=_cells(*found))
            return None
        return found[0]

    def _of_row(self, leaf: Leaf, found: tuple[Element, ...], row: int) -> Element | None:
        for element in found:
            if element.row is not None and element.row.value == row:
                return element
        other = self.index.by_row.get(row)
        owner = f"row {row} is {other.name}" if other else f"the catalogue has no row {row}"
        rows = ", ".join(f"#{element.row.value}" for element in found if element.row)
        self.report(
            codes.ROW_IS_ANOTHER, leaf.at, f"{owner}, not {found[0].name}", expected=rows, also=_cells(other, *found)
        )
        return None

    def _check_protocol_row(self, leaf: Leaf, row: int | None) -> None:
        element = self.index.by_row.get(row) if row is not None else None
        if element is not None:
            message = f"row {row} is the element {element.name}, not a protocol field"
            self.report(codes.ELEMENT_ROW, leaf.at, message, also=_cells(element))

    def _unknown_element(self, leaf: Leaf, environment: Environment, kind: TypeDescriptor | None) -> None:
        if leaf.bound is None:
            return
        item = path_text(leaf.subject.steps[:1], environment)
        if not self.index.knows_item(item):
            return  # told already, and nothing is known of its elements
        path = next(paths_in(leaf.bound.value), None)
        if path is None or self.constants.knows(path, kind, leaf.scope.protocol):
            text = expression_text(leaf.bound.value, environment)
            message = f"'{text}' is a constant, and ':' carries an element"
            self.report(codes.COLON_FOR_EQUALS, leaf.at, message, help=f"Did you mean '= {text}'?")
            return
        text = path_text(path.steps, environment)
        near = self._match(leaf, path, environment).near
        known = self.index.paths(item)
        if near:
            if (leaf.at, near[0].id.value) in self._beyond:
                return  # told of the first index that is too large, and not of all others
            self._beyond.add((leaf.at, near[0].id.value))
            message = f"{item} has {near[0].path.value}; '{text}' reaches beyond its indices"
        else:
            message = f"{item} has no element '{text}'"
        self.report(
            codes.UNKNOWN_ELEMENT,
            leaf.at,
            message,
            expected=", ".join(sorted(set(known))[:8]),
            help=self.index.withdrawal(item, text) or advice(closest(text, list(known))),
            also=_cells(*near),
        )

    # ---- where it stands ------------------------------------------------------------------------------

    def _place(self, leaf: Leaf, environment: Environment) -> tuple[Placed | None] | None:
        """Return the placed address in a tuple; None after a fault; (None,) where there is no home."""
        word = leaf.home.step.name
        if word in _NAMED_HOMES:
            if word == "Nowhere":
                return (None,)
            instance = ", ".join(expression_text(arg.value, environment) for arg in leaf.home.step.args or ())
            field = ".".join(
                fill(step.name, environment) or step.name
                for level in leaf.levels
                if level.where is Where.FIELD
                for step in level.key.steps
            )
            return (Placed(NamedAddress(word, instance, field), None),)
        resolver = self.dlms if leaf.scope.protocol == "dlms" else self.sep
        placed = resolver.place(leaf, environment)
        return None if placed is None else (placed,)

    # ---- the statement --------------------------------------------------------------------------------

    def _statement(
        self,
        leaf: Leaf,
        said: Said,
        environment: Environment,
        *,
        row: int | None,
        element: Element | None,
        placed: Placed | None,
    ) -> Maker:
        known = placed.type if placed is not None else None
        stated = self._stated_type(leaf, said)
        value = ""
        named: tuple[tuple[str, str], ...] = ()
        if leaf.fixed is not None:
            kind = known or stated
            value, named = self.constants.value(
                leaf.fixed, kind, leaf.scope.protocol, environment, lambda path: self._carried(leaf, path, environment)
            )
        if row is None and element is not None and element.row is not None:
            row = element.row.value
        item = path_text(leaf.subject.steps[:1], environment)
        return Maker(
            leaf=leaf,
            row=row,
            role=_role(leaf, element),
            element=element.id.value if element is not None else "",
            item=element.item.value if element is not None else item,
            address=placed.address if placed is not None else None,
            type=stated or known,
            dictionary_type=known,
            value=value,
            unit=expression_text(said.unit, environment) if said.unit is not None else "",
            said=said,
            use_cases=self._use_cases(said),
            conditions=self._conditions(leaf, said, environment),
            coded=(*named, *self.constants.coding(said.coded, known or stated, leaf.scope.protocol, environment)),
            only=set_text(said.only, environment) if said.only is not None else "",
            becomes=self._becomes(leaf, said, environment),
            conversion=self._conversion(leaf, environment),
            roles=roles_said(said.use_cases, self.catalogue, self.report),
            allows=tuple(self.allowances[allow] for allow in said.allow),
        )

    def _stated_type(self, leaf: Leaf, said: Said) -> TypeDescriptor | None:
        if said.type is None:
            return None
        parse = parse_dlms_type if leaf.scope.protocol == "dlms" else parse_zcl_type
        kind = parse(str(said.type))
        if kind is None:
            names = dlms_type_names() if leaf.scope.protocol == "dlms" else zcl_type_names()
            hint = advice(closest(said.type.name, names))
            message = f"'{said.type}' is no type of {leaf.scope.protocol}"
            self.report(codes.UNKNOWN_TYPE, said.type.at, message, help=hint)
        return kind

    def _use_cases(self, said: Said) -> tuple[str, ...]:
        known = self.catalogue.use_case_by_code
        for step in said.use_cases:
            if step.name not in known:
                hint = advice(closest(step.name, list(known)))
                self.report(codes.UNKNOWN_USE_CASE, step.at, f"no use case has the code '{step.name}'", help=hint)
        return tuple(sorted({step.name for step in said.use_cases}))

    def _conditions(self, leaf: Leaf, said: Said, environment: Environment) -> tuple[str, ...]:
        for test in said.when:
            for path in paths_in(test.left):
                item, text = path_text(path.steps[:1], environment), path_text(path.steps, environment)
                whole_item = text == item and (item == "variant" or self.index.knows_item(item))
                if whole_item or self._match(leaf, path, environment).elements:
                    continue
                known = ("variant", *self.index.items, *self.index.paths(item))
                message = f"'{text}' is neither 'variant' nor an item or element of the catalogue"
                hint = advice(closest(path_text(path.steps[-1:], environment), known))
                self.report(codes.UNKNOWN_NAME, path.at, message, help=hint)
        return tuple(
            f"{expression_text(test.left, environment)} {test.operator} {set_text(test.right, environment)}"
            for test in said.when
        )

    def _conversion(self, leaf: Leaf, environment: Environment) -> str:
        """Return the expression that a value is computed by, empty for a plain name."""
        if leaf.bound is None or isinstance(leaf.bound.value, s.Path):
            return ""
        known = self.index.paths(path_text(leaf.subject.steps[:1], environment))
        check_conversion(leaf, environment, lambda path: self._match(leaf, path, environment), known, self.report)
        return expression_text(leaf.bound.value, environment)

    def _becomes(self, leaf: Leaf, said: Said, environment: Environment) -> str:
        if said.becomes is None:
            return ""
        found = [self._match(leaf, path, environment).elements for path in said.becomes]
        for path, elements in zip(said.becomes, found, strict=True):
            if not elements:
                shown = path_text(path.steps, environment)
                known = self.index.paths(path_text(leaf.subject.steps[:1], environment))
                hint = advice(closest(shown, list(known)))
                self.report(codes.UNKNOWN_ELEMENT, path.at, f"'{shown}' is no element of the item", help=hint)
        target, moment = said.becomes
        check_becomes(said.becomes, (self._candidates(leaf, environment), *found), self.report)
        return f"{path_text(target.steps, environment)} at {path_text(moment.steps, environment)}"


def _cells(*elements: Element | None) -> Iterator[CellPlace | None]:
    """Yield where elements stand in the workbooks."""
    for element in elements:
        if element is not None:
            yield element.row.place if element.row is not None else element.place


def _role(leaf: Leaf, element: Element | None) -> Role:
    if leaf.home.step.name == "Nowhere":
        return Role.GAP
    return Role.ELEMENT if element is not None else Role.PROTOCOL
