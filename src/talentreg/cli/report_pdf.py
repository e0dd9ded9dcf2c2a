"""The PDF beside a report, or beside each of many."""

from contextlib import ExitStack
from pathlib import Path

from talentreg.cli.output import progress
from talentreg.cli.report_writing import Written
from talentreg.files import new_file
from talentreg.reports.pdf import AT_ONCE, make_pdfs


def write_pdf_beside(written: Written, places: ExitStack, *, force: bool) -> Path:
    """Write what was written as PDF too; it goes into its place when `places` is closed."""
    if written.folder is not None:
        _write_each(sorted(written.folder.glob("*.docx")))
        return written.place
    place = written.place.with_suffix(".pdf")
    file = places.enter_context(new_file(place, force=force))
    file.write(make_pdfs([written.content])[0])
    return place


def _write_each(reports: list[Path]) -> None:
    with progress("转成 PDF", len(reports)) as step:
        for start in range(0, len(reports), AT_ONCE):
            some = reports[start : start + AT_ONCE]
            made = make_pdfs([one.read_bytes() for one in some], [one.stem for one in some])
            for report, pdf in zip(some, made, strict=True):
                report.with_suffix(".pdf").write_bytes(pdf)
                step()
