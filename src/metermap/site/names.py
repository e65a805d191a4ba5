"""Where each page stands: the site map, and links relative to a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from metermap.catalogue.model import Element
from metermap.catalogue.references import Reference
from metermap.codegen.pages import Row, element_anchors, item_pages, page_names
from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.mappings.model import ResolvedModel

__all__ = ["SiteMap", "class_anchor", "member_anchor", "member_key", "page_names", "sep_number", "site_map"]


@dataclass(frozen=True)
class SiteMap:
    """The pages of a site: path from its root, without ending, by what they are about.

    `anchors` gives an element's place on its item's page, by element id. `classes` are by class id, `members`
    (attributes and commands of clusters) by `member_key`. `sections` are pages by family of sections (``SMETS 5.7.5``),
    `section_anchors` the places on them by section as printed. `rules` are those of the findings there are, by code.
    """

    items: dict[str, str]
    objects: dict[str, str]
    clusters: dict[str, str]
    use_cases: dict[str, str]
    element_items: dict[str, str]
    anchors: dict[str, str]
    classes: dict[int, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    section_anchors: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)

    @cached_property
    def elements(self) -> dict[str, str]:
        """Return the address of each element from the site's root."""
        return {
            element: f"{self.items[item]}.html#{self.anchors[element]}" for element, item in self.element_items.items()
        }

    def item(self, name: str) -> str:
        """Return the address of an item's page from the site's root, empty for no such item."""
        return f"{self.items[name]}.html" if name in self.items else ""

    def subject(self, key: str) -> str:
        """Return the address of the page of a COSEM object or a cluster, by the model's key."""
        page = self.objects.get(key) or self.clusters.get(key)
        return f"{page}.html" if page else ""

    def use_case(self, code: str) -> str:
        """Return the address of a use case's page, empty for a code that the catalogue lacks."""
        return f"{self.use_cases[code]}.html" if code in self.use_cases else ""

    def class_(self, class_id: int) -> str:
        """Return the address of an interface class's page, empty for one that no statement uses."""
        return f"{self.classes[class_id]}.html" if class_id in self.classes else ""

    def member(self, address: SepAddress) -> str:
        """Return the address of the page of an attribute or command of a cluster, empty for one not used."""
        page = self.members.get(member_key(address))
        return f"{page}.html" if page else ""

    def device(self, device: str) -> str:
        """Return the address of a device's page, empty for no such device."""
        return f"{self.devices[device]}.html" if device in self.devices else ""

    def section(self, reference: Reference) -> str:
        """Return the address of a section that the catalogue cites, empty for another one."""
        anchor = self.section_anchors.get(str(reference))
        return f"{self.sections[reference.family]}.html#{anchor}" if anchor else ""

    def rule(self, code: str) -> str:
        """Return the address of the page of a rule, empty where the workspace has no finding of that code."""
        return f"{self.rules[code]}.html" if code in self.rules else ""


def sep_number(address: SepAddress) -> str:
    """Return the number of an attribute (``0x0607``) or a command (``0x0D``)."""
    return f"0x{address.id:0{2 if address.access is Access.COMMAND else 4}X}"


def member_anchor(address: SepAddress) -> str:
    """Return what names an attribute or command on the page of its cluster: ``server-attribute-0x0607``."""
    return f"{address.side.value}-{address.access.value}-{sep_number(address).lower()}"


def member_key(address: SepAddress) -> str:
    """Return what names an attribute or command in the site map: ``0x0702/server-attribute-0x0607``."""
    return f"0x{address.cluster_id:04X}/{member_anchor(address)}"


def class_anchor(address: DlmsAddress) -> str:
    """Return what names an attribute or method on the page of its class or object: ``attribute-2``."""
    return f"{'method' if address.access is Access.METHOD else 'attribute'}-{address.index}"


def site_map(model: ResolvedModel, codes: Iterable[str] = ()) -> SiteMap:
    """Return where the pages about `model` stand; `codes` are those of its findings."""
    elements = model.catalogue.elements
    subjects = list(model.by_object)
    cited = tuple(_cited(model))
    return SiteMap(
        items=item_pages((element.item.value, _row(element)) for element in elements),
        objects=_folder("objects", (key for key in subjects if not key.startswith("0x"))),
        clusters=_folder("clusters", (key for key in subjects if key.startswith("0x"))),
        use_cases=_folder("use-cases", model.catalogue.use_case_by_code),
        element_items={element.id.value: element.item.value for element in elements},
        anchors=element_anchors((element.id.value, _row(element)) for element in elements),
        classes={home.class_id: f"classes/{home.class_id}" for home in _homes(model) if isinstance(home, DlmsAddress)},
        members={
            member_key(home): f"clusters/0x{home.cluster_id:04x}-{member_anchor(home)}"
            for home in _homes(model)
            if isinstance(home, SepAddress)
        },
        devices=_folder("devices", (device.id for device in model.devices)),
        sections=_folder("sections", (reference.family for reference in cited)),
        section_anchors=page_names(str(reference) for reference in cited),
        rules=_folder("rules", codes),
    )


def _row(element: Element) -> Row:
    return element.row.value if element.row else None


def _homes(model: ResolvedModel) -> Iterator[DlmsAddress | SepAddress]:
    for statement in model.statements:
        if isinstance(statement.address, DlmsAddress | SepAddress):
            yield statement.address


def _cited(model: ResolvedModel) -> Iterator[Reference]:
    """Yield the sections that elements cite; a reference to a COSEM object is none."""
    for element in model.catalogue.elements:
        yield from (reference for reference in element.references or () if not reference.logical_name)


def _folder(folder: str, texts: Iterable[str]) -> dict[str, str]:
    return {name: f"{folder}/{page}" for name, page in page_names(texts).items()}
