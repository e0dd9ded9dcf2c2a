"""Word documents as PDF through LibreOffice, for tests and for looking at pages by hand.

python tests/pdf.py 报告.docx out/
"""

import subprocess
import sys
from pathlib import Path

import pytest

from talentreg.reports import office
from talentreg.reports.pdf import make_pdfs

needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")


def to_pdf(docx: Path, out_dir: Path) -> Path:
    """Convert a document as `report --pdf` does; a character lost on the way is an error."""
    out_dir.mkdir(parents=True, exist_ok=True)
    pdf = out_dir / f"{docx.stem}.pdf"
    pdf.write_bytes(make_pdfs([docx.read_bytes()])[0])
    return pdf


def convert(source: Path, to: str, out_dir: Path) -> Path:
    """Convert a file with a LibreOffice of its own."""
    out_dir.mkdir(parents=True, exist_ok=True)
    return office.convert([source], to, out_dir)[0]


def pdf_text(pdf: Path) -> str:
    """Read a PDF's text in the order it was written, by another program; pages end with a form feed."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    print(to_pdf(Path(sys.argv[1]), Path(sys.argv[2])))  # noqa: T201
