"""`talentreg report`: the Word file."""

from contextlib import ExitStack
from pathlib import Path

from talentreg.cli import report_options as told
from talentreg.cli.counting import counting_in, tell_broken
from talentreg.cli.options import Db, UnitName, takes_period
from talentreg.cli.output import say
from talentreg.cli.report_evidence import write_beside
from talentreg.cli.report_pdf import write_pdf_beside
from talentreg.cli.report_subjects import (
    BatchOption,
    LibraryOption,
    PersonOption,
    PolicyOption,
    ToOption,
    WhoOption,
    read_subject,
)
from talentreg.cli.report_writing import (
    Paper,
    RoundOption,
    Written,
    check_reveal,
    in_a_book,
    leave_note,
    tell_about,
    write_copies,
    write_one,
)
from talentreg.cli.submitted_note import tell_submitted
from talentreg.errors import Malformed
from talentreg.periods import Period
from talentreg.places import register_path
from talentreg.reports.catalogue import load_template
from talentreg.reports.living import prepare
from talentreg.reports.office import require_office
from talentreg.reports.own_templates import chosen_template, own_folder
from talentreg.reports.variables.declaring import Letter, Telling


@takes_period
def write_report(
    period: Period,
    unit: UnitName = None,
    template: told.Template = "quarter",
    out: told.Out = None,
    force: told.Force = False,
    dated: told.Dated = None,
    office: told.Office = "",
    number: told.Number = "",
    addressee: told.Addressee = "",
    copies: told.Copies = "",
    limit: told.Limit = 10,
    person: PersonOption = None,
    library: LibraryOption = None,
    batch: BatchOption = None,
    policy: PolicyOption = None,
    who: WhoOption = None,
    to_unit: ToOption = None,
    contact: told.Contact = "",
    everybody: told.Everybody = False,
    book: told.Book = False,
    reveal: told.Reveal = False,
    purpose: told.Purpose = "",
    rounding: RoundOption = None,
    definitions: told.Definitions = False,
    evidence: told.Beside = False,
    pdf: told.Pdf = False,
    db: Db = None,
) -> None:
    """Write the report of a period and a unit, or one for everyone, and print where it is."""
    _check(evidence=evidence, pdf=pdf, everybody=everybody)
    template = chosen_template(template, own_folder(register_path(db)))
    template = in_a_book(template, everybody=everybody) if book else template
    check_reveal(template, purpose, reveal=reveal)
    prepared = prepare(load_template(template, definitions=definitions))
    letter = Letter(office, addressee, dated, number, copies, reveal, contact)
    given = {"person": person, "library": library, "batch": batch, "policy": policy}
    given |= {"who": who, "to-unit": to_unit}
    with ExitStack() as places:
        with counting_in(db, period, unit) as counting:
            subject = read_subject(counting.connection, template, prepared.names, given, one_each=everybody)
            telling = Telling(counting, prepared.names, letter, subject, limit)
            paper = Paper(template, prepared, telling, rounding or "")
            written = _write(paper, out, places, everybody=everybody, force=force)
            beside = [write_beside(counting.connection, written, places, force=force)] if evidence else []
        beside += [write_pdf_beside(written, places, force=force)] if pdf else []
        leave_note(db, written.about, purpose if reveal else "")
    for place in dict.fromkeys((written.place, *beside)):
        say(str(place))
    tell_about(paper, reveal=reveal)


def _check(*, evidence: bool, pdf: bool, everybody: bool) -> None:
    """Refuse what cannot be written beside the report, before any work is done for it."""
    if evidence and everybody:
        raise Malformed("--evidence 和 --all 只能选一个", "要依据的报告请一份一份地出")
    if pdf:
        require_office()


def _write(paper: Paper, out: Path | None, places: ExitStack, *, everybody: bool, force: bool) -> Written:
    """Write one report or one for everyone, and say what there is to know before it is sent."""
    tell_broken(paper.telling.counting)
    if everybody:
        return write_copies(paper, out, places, force=force)
    written = write_one(paper, out, places, force=force)
    tell_submitted(paper.telling.counting, template=Path(paper.template).name)
    return written
