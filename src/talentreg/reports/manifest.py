"""The manifest part of a report: every tracked number once, and what the report is about.

Bound to no control, so that nothing on a page ever changes by itself. It holds what a tag has no room for,
and is the second copy for programs that drop tags.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from talentreg.reports.package import (
    CONTENT_TYPES,
    HEAD,
    PACKAGE,
    RELATIONS,
    Element,
    parse,
    relationships,
    serialize,
)
from talentreg.reports.tags import Origin

NAMESPACE = "urn:talentreg:report:1"

_ROOT = f"{{{NAMESPACE}}}report"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM_ID = "{7A1E5B0C-2D34-4F6A-9B1E-74616C656E74}"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the manifest: where it comes from, and its label."""

    origin: Origin
    label: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report says of itself, and its numbers in the order of their first appearance."""

    about: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def add_manifest(parts: dict[str, bytes], document: str, manifest: Manifest) -> None:
    """Add a manifest to the package whose main part is `document`, in place of one it already has."""
    existing = _find(parts)
    if existing:
        parts[existing] = _write(manifest)
        return
    number = next(n for n in range(1, len(parts) + 2) if f"customXml/item{n}.xml" not in parts)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    to_properties = ("rId1", f"{RELATIONS}/customXmlProps", posixpath.basename(properties))
    parts[item] = _write(manifest)
    parts[properties] = _store_properties()
    parts[f"customXml/_rels/item{number}.xml.rels"] = relationships([to_properties])
    _append(parts, CONTENT_TYPES, "Override", PartName=f"/{properties}", ContentType=_PROPERTIES_TYPE)
    folder, name = posixpath.split(document)
    relation = {"Id": "rIdTalentreg", "Type": f"{RELATIONS}/customXml", "Target": f"../{item}"}
    _append(parts, f"{folder}/_rels/{name}.rels", "Relationship", **relation)


def read_manifest(parts: Mapping[str, bytes]) -> Manifest:
    """Read the manifest of a package; a document that lost it, or never had one, has an empty one."""
    name = _find(parts)
    if not name:
        return Manifest()
    root = parse(parts[name])
    about = {str(key): str(value) for key, value in root.attrib.items()}
    return Manifest(about, tuple(_read_entry(row) for row in root.iterchildren(f"{{{NAMESPACE}}}n")))


def _find(parts: Mapping[str, bytes]) -> str:
    items = (
        name for name in parts if name.startswith("customXml/item") and NAMESPACE.encode() in parts[name]
    )
    return next((name for name in items if parse(parts[name]).tag == _ROOT), "")


def _write(manifest: Manifest) -> bytes:
    # lxml-stubs do not know that None names the default namespace
    root = etree.Element(_ROOT, dict(manifest.about), nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml takes None for no prefix, its stubs do not
    for entry in manifest.entries:
        origin = entry.origin
        row = {"ref": origin.ref, "label": entry.label, "scope": origin.scope, "period": origin.period}
        row |= {"format": origin.format, "text": origin.text or ""}
        etree.SubElement(root, f"{{{NAMESPACE}}}n", row)
    return serialize(root)


def _read_entry(row: Element) -> Entry:
    ref, scope, period, form, text = (
        str(row.get(name, "")) for name in ("ref", "scope", "period", "format", "text")
    )
    return Entry(Origin(ref, scope, period, form, text), str(row.get("label", "")))


def _store_properties() -> bytes:
    return (
        f'{HEAD}<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_ITEM_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _append(parts: dict[str, bytes], name: str, tag: str, **attributes: str) -> None:
    root = parse(parts[name])
    space = f"{PACKAGE}/{'content-types' if tag == 'Override' else 'relationships'}"
    etree.SubElement(root, f"{{{space}}}{tag}", attributes)
    parts[name] = serialize(root)
