"""A report's text with every tracked number in brackets: ⟦1286⟧人."""

from pathlib import Path

from talentreg.reports.manifest import read_manifest
from talentreg.reports.package import pack, serialize, text_parts, unpack, w
from talentreg.reports.reading import find_controls, texts


def bracketed(report: Path) -> list[str]:
    """Read all paragraphs of a report, its tracked numbers in brackets."""
    parts = unpack(report.read_bytes())
    manifest = read_manifest(parts)
    for name, tree in text_parts(parts).items():
        for control, _ in find_controls(tree, manifest):
            spoken = list(control.iter(w("t")))
            spoken[0].text = f"⟦{spoken[0].text}"
            spoken[-1].text = f"{spoken[-1].text}⟧"
        parts[name] = serialize(tree)
    return texts(pack(parts))
