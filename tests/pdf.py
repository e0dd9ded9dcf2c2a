"""Word documents as PDF through LibreOffice, for tests and for looking at pages by hand.

python tests/pdf.py 报告.docx out/
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from talentreg.reports.reading import texts

# LibreOffice loses a comma or stop that hangs past the right edge of a justified line, and puts gaps round
# numbers whatever the document says; in flat ODF both can be switched off.
_MENDED = {
    'fo:text-align="justify"': 'fo:text-align="start"',
    'style:text-autospace="ideograph-alpha"': 'style:text-autospace="none"',
}
_EXPORT = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}'


def to_pdf(docx: Path, out_dir: Path) -> Path:
    """Convert a document; a character lost on the way is an error."""
    with tempfile.TemporaryDirectory() as folder:
        flat = convert(docx, "fodt", Path(folder))
        text = flat.read_text(encoding="utf-8")
        for found, wanted in _MENDED.items():
            text = text.replace(found, wanted)
        flat.write_text(text, encoding="utf-8")
        pdf = convert(flat, _EXPORT, out_dir)
    lost = characters("\n".join(texts(docx))) - characters(pdf_text(pdf))
    if lost:
        raise RuntimeError(f"{pdf}: characters lost in conversion: {dict(lost)}")
    return pdf


def convert(source: Path, to: str, out_dir: Path) -> Path:
    """Convert a file with a LibreOffice of its own; a profile in use, or a crashed one's, would stop it."""
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", to]
        subprocess.run([*command, "--outdir", out_dir, source], check=True, capture_output=True, timeout=180)
    return out_dir / f"{source.stem}.{to.partition(':')[0]}"


def pdf_text(pdf: Path) -> str:
    """Read a PDF's text in the order it was written; pages end with a form feed."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def characters(text: str) -> Counter[str]:
    """Count the characters of a text that are not blank."""
    return Counter(re.sub(r"\s+", "", text))


if __name__ == "__main__":
    print(to_pdf(Path(sys.argv[1]), Path(sys.argv[2])))  # noqa: T201
