"""The manifest part of a report: every tracked number once, and what the report is about.

Bound to no control, so that nothing on a page ever changes by itself. It holds what a tag has no room for,
and is the second copy for programs that drop tags.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from talentreg.errors import Refused
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
_DAYS = ("start", "end", "as-of", "baseline")
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM_ID = "{7A1E5B0C-2D34-4F6A-9B1E-74616C656E74}"
_ROW = '<n ref="%s" label="%s" scope="%s" period="%s" format="%s" text="%s" chart="%s"/>'
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;"))
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the manifest: where it comes from, and its label.

    The point of a chart also says which, between tabs: title of the chart, name of the series, category.
    """

    origin: Origin
    label: str
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report says of itself, and its numbers in the order of their first appearance.

    `plain` are the counts its prose was printed with that nobody tracks: words of the template and of data.
    """

    about: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    plain: tuple[str, ...] = ()


def place_manifest(parts: dict[str, bytes], document: str) -> str:
    """Make a place for a manifest in the package whose main part is `document`; return the part's name."""
    existing = manifest_part(parts)
    if existing:
        return existing
    number = next(n for n in range(1, len(parts) + 2) if f"customXml/item{n}.xml" not in parts)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    to_properties = ("rId1", f"{RELATIONS}/customXmlProps", posixpath.basename(properties))
    parts[item] = write_manifest(Manifest())
    parts[properties] = _store_properties()
    parts[f"customXml/_rels/item{number}.xml.rels"] = relationships([to_properties])
    append_element(parts, CONTENT_TYPES, "Override", PartName=f"/{properties}", ContentType=_PROPERTIES_TYPE)
    folder, name = posixpath.split(document)
    relation = {"Id": "rIdTalentreg", "Type": f"{RELATIONS}/customXml", "Target": f"../{item}"}
    append_element(parts, f"{folder}/_rels/{name}.rels", "Relationship", **relation)
    return item


def read_manifest(parts: Mapping[str, bytes]) -> Manifest:
    """Read the manifest of a package; a document that lost it, or never had one, has an empty one."""
    name = manifest_part(parts)
    if not name:
        return Manifest()
    root = parse(parts[name])
    about = {str(key): str(value) for key, value in root.attrib.items() if not str(key).startswith("{")}
    entries = tuple(_read_entry(row) for row in root.iterchildren(f"{{{NAMESPACE}}}n"))
    if not (_are_days(about) and all(not one.chart or one.chart.count("\t") == 2 for one in entries)):
        raise Refused("报告里记的来历已经损坏，读不出来", "请用当初出的 .docx，或重新出一份")
    return Manifest(about, entries, tuple((root.findtext(f"{{{NAMESPACE}}}plain") or "").split()))


def _are_days(about: Mapping[str, str]) -> bool:
    """Whether the days a report speaks of are days."""
    try:
        return all(date.fromisoformat(about[name]) for name in _DAYS if about.get(name))
    except ValueError:
        return False


def manifest_part(parts: Mapping[str, bytes]) -> str:
    """Name the part that holds a manifest; blank where there is none."""
    items = (
        name for name in parts if name.startswith("customXml/item") and NAMESPACE.encode() in parts[name]
    )
    return next((name for name in items if parse(parts[name]).tag == _ROOT), "")


def write_manifest(manifest: Manifest) -> bytes:
    """Write the part that holds a manifest."""
    about = "".join(f' {name}="{value}"' for name, value in _escaped(manifest.about.items()))
    rows = "".join(_ROW % row for row in _escaped(map(_fields, manifest.entries)))
    plain = f"<plain>{' '.join(manifest.plain)}</plain>" if manifest.plain else ""
    return f'{HEAD}<report xmlns="{NAMESPACE}"{about}>{rows}{plain}</report>'.encode()


def _fields(entry: Entry) -> tuple[str, ...]:
    origin = entry.origin
    return (
        origin.ref,
        entry.label,
        origin.scope,
        origin.period,
        origin.format,
        origin.text or "",
        entry.chart,
    )


def _escaped(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Write the texts of many rows as XML wants attributes, all at once."""
    whole = "\1".join(map("\0".join, rows))
    for plain, written in _ESCAPES:
        whole = whole.replace(plain, written)
    return (tuple(row.split("\0")) for row in whole.split("\1")) if whole else iter(())


def _read_entry(row: Element) -> Entry:
    ref, scope, period, form, text = (
        str(row.get(name, "")) for name in ("ref", "scope", "period", "format", "text")
    )
    return Entry(Origin(ref, scope, period, form, text), str(row.get("label", "")), str(row.get("chart", "")))


def _store_properties() -> bytes:
    return (
        f'{HEAD}<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_ITEM_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def append_element(parts: dict[str, bytes], name: str, tag: str, **attributes: str) -> None:
    """Append an Override to the content types, or a Relationship to a part of relations."""
    root = parse(parts[name])
    space = f"{PACKAGE}/{'content-types' if tag == 'Override' else 'relationships'}"
    etree.SubElement(root, f"{{{space}}}{tag}", attributes)
    parts[name] = serialize(root)
