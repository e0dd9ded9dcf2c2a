"""What every entry of a registry owes: figures, dimensions, commands, records, headings, templates."""

import ast
import importlib
import io
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from conftest import Answer
from diary import Counts
from docxtpl import DocxTemplate
from jinja2 import Environment
from test_figures import DOSSIERS, SPECIMENS
from test_figures_benefits import BENEFITS
from test_figures_campaign import CHECKLIST, INSPECTIONS, REPORTING
from test_figures_contact import CONTACTS
from test_figures_duty import CARE, DUTY
from test_figures_events import EVENTS
from test_figures_intention import INTENTIONS
from test_figures_libraries import LIBRARIES
from test_figures_projects import PROJECTS
from test_figures_publicity import PUBLICITY
from test_figures_recruiting import RECRUITING
from test_figures_referrals import OTHER_WAYS, REFERRALS
from test_figures_requests import REQUESTS
from test_figures_returning import RETURNING

from talentreg import periods, records
from talentreg.cli.app import COMMANDS
from talentreg.cli.app import table as command_line
from talentreg.cli.commands import Command, CommandGroup
from talentreg.cli.outline import PLACE, write_outline
from talentreg.figures.cards import where
from talentreg.figures.catalogue import FIGURES, GROUPS
from talentreg.figures.compute import LATE, Counting, has_dimension
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.dimensions import DIMENSIONS, Dimension, find_dimension
from talentreg.intake.headings import (
    ATTENDING,
    IGNORED_HEADINGS,
    LISTING,
    NUMBER_HEADINGS,
    STAFF_HEADINGS,
    UNIT_HEADINGS,
    Kind,
    meaning,
    prefix_of,
)
from talentreg.records.catalogue import BOOKKEEPING, METADATA, RECORDS
from talentreg.records.contact import Contact
from talentreg.records.event import Attendance
from talentreg.records.fields import Record, columns, table
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.records.unit import Unit
from talentreg.reports.catalogue import REPORTS, load_template
from talentreg.reports.context import make_context
from talentreg.reports.number import Number
from talentreg.reports.sandbox import TemplateEnvironment
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.figures import labelled, with_suffix
from talentreg.store.register import open_blank

Run = Callable[..., Answer]

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "talentreg"
SOURCES = [path for room in ("src", "docs", "samples") for path in sorted((ROOT / room).rglob("*.py"))]
HISTORY = PACKAGE / "store" / "migrations" / "versions"
"""Migrations are written once by their generator and never changed again."""

OUR_SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if HISTORY not in path.parents]
IMPERATIVE = re.compile(r"[A-Z][A-Za-z]*[^s\W]\b|[A-Z]?(Pass|Miss|Process|Guess|Press)\b")


def edge_cases() -> Iterator[tuple[str, Counts]]:
    of_people = (*SPECIMENS, *CONTACTS, *REFERRALS, *OTHER_WAYS, *INTENTIONS)
    of_work = (*EVENTS, *PUBLICITY, *CARE, *DUTY, *REQUESTS, *CHECKLIST, *REPORTING, *INSPECTIONS)
    of_return = (*RETURNING, *RECRUITING, *PROJECTS, *LIBRARIES, *BENEFITS)
    for specimen in (*of_people, *of_work, *of_return):
        yield specimen.says, specimen.counts
    for says, (_, counts) in DOSSIERS.items():
        yield says, counts


def expected(key: str) -> list[Any]:
    """List what edge cases expect of a figure itself, in any scope."""
    return [
        value for _, counts in edge_cases() for name, value in counts.items() if name.split("@")[0] == key
    ]


every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.key)
every_dimension = pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda dimension: dimension.key)


@every_figure
def test_a_figure_says_what_it_counts_and_what_it_leaves_out(figure: Figure) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", figure.key)
    assert min(len(figure.definition), len(figure.leaves_out), len(figure.unit)) > 0
    assert not figure.definition.endswith("。")


@every_figure
def test_a_figure_is_a_variable_of_templates_under_its_label(figure: Figure) -> None:
    assert figure.label.isidentifier()
    assert (
        Environment(autoescape=True).from_string(f"{{{{ {figure.label} + 1 }}}}").render({figure.label: 1})
        == "2"
    )


@every_figure
def test_a_figure_has_edge_cases_that_count_and_that_leave_out(figure: Figure) -> None:
    values = expected(figure.key)
    assert any(values), "no edge case where it counts somebody"
    assert any(value == 0 for value in values if value is not None), "no edge case that leaves everybody out"


@every_figure
def test_a_figure_says_whose_unit_it_counts_for(figure: Figure) -> None:
    assert (where(figure) == "单位自己") == (figure.record is Unit)


@every_figure
def test_a_figure_has_rows_or_is_a_share_of_two_that_have(figure: Figure) -> None:
    shared = [FIGURES[key] for key in (figure.part, figure.whole) if key]
    assert len(shared) == (2 if figure.mode is Mode.RATIO else 0)
    assert all(one.rows for one in shared or [figure])
    assert figure.excluding == "" or FIGURES[figure.excluding].record is figure.record


def test_no_two_figures_share_a_name() -> None:
    figures = [figure for group in GROUPS.values() for figure in group]
    names = Counter(fold(name) for figure in figures for name in (figure.key, figure.label))
    assert (len(figures), set(names.values())) == (len(FIGURES), {1})


def test_no_two_dimensions_share_a_name_nor_take_a_reserved_one() -> None:
    names = Counter(name for one in DIMENSIONS for name in (one.key, one.label))
    names.update([LATE, "unit", "单位"])
    assert set(names.values()) == {1}


@every_dimension
def test_a_dimension_breaks_some_figure_down(dimension: Dimension) -> None:
    assert any(has_dimension(figure, dimension) for figure in FIGURES.values())
    assert find_dimension(dimension.key) is find_dimension(dimension.label) is dimension


def paths(
    commands: tuple[Command | CommandGroup, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Command | CommandGroup]]:
    for command in commands:
        yield (*above, command.name), command
        if isinstance(command, CommandGroup):
            yield from paths(command.commands, (*above, command.name))


CALLS = [(path, command) for path, command in paths(COMMANDS)]
MEANT = {(*path, group.alone) for path, group in CALLS if isinstance(group, CommandGroup) and group.alone}
"""The commands that are meant when their group alone is called."""

every_command = pytest.mark.parametrize(("path", "command"), CALLS, ids=[" ".join(path) for path, _ in CALLS])


@every_command
def test_a_help_page_is_chinese_and_says_what_the_command_does(
    run: Run, path: tuple[str, ...], command: Command | CommandGroup
) -> None:
    page = run(*path, "--help")
    assert (page.code, page.err) == (0, "")
    assert page.out.startswith(f"{command.help}\n\n用法：talentreg {' '.join(path)}")
    english = (
        r"Usage|Options?|OPTIONS|Arguments?|Commands?|COMMAND|ARGS|required|default|Show|message|exit|TEXT"
    )
    assert re.findall(rf"\b({english}|PATH|FILE|INTEGER|DATE|env var)\b", page.out) == []
    assert re.findall(r"[一-鿿]", command.help)


@every_command
def test_a_command_has_examples_made_of_options_it_has(
    run: Run, path: tuple[str, ...], command: Command | CommandGroup
) -> None:
    if isinstance(command, CommandGroup):
        assert command.commands
        return
    page = run(*path, "--help").out
    options = page.partition("选项：")[2].partition("例：")[0]
    assert command.examples
    for example in command.examples:
        assert f"  {example}\n" in page
        shortest = path[:-1] if path in MEANT else path
        assert example.split()[: len(shortest) + 1] == ["talentreg", *shortest]
        for option in re.findall(r"--[a-z-]+", example):
            assert re.search(rf"{option}\b", options), f"{option} is no option"


def test_every_type_of_record_is_listed_with_a_title_and_its_own_letter() -> None:
    for module in pkgutil.iter_modules(records.__path__):
        importlib.import_module(f"talentreg.records.{module.name}")
    declared = {record for record in Record.__subclasses__() if record.__module__.startswith("talentreg.")}
    listed = (*RECORDS, *BOOKKEEPING)
    assert (declared, len(declared)) == (set(listed), len(listed))
    assert {table(record).name for record in listed} == set(METADATA.tables)
    assert all(record.title for record in listed)
    letters = [record.letter for record in RECORDS]
    assert (all(letters), len(set(letters))) == (True, len(letters))


SHEETS: dict[Kind, tuple[tuple[str, type[Record], tuple[str, ...]], ...]] = {
    Kind.PEOPLE: (
        ("person", Person, tuple(columns(Person))),
        ("status", Status, tuple(columns(Status))),
        ("intention", Intention, ("kind", "reason")),
    ),
    Kind.CONTACTS: (
        ("person", Person, ("name", "id_number", "phone")),
        ("contact", Contact, tuple(columns(Contact))),
        ("intention", Intention, ("kind",)),
    ),
    **{kind: ((prefix_of(kind), record, names),) for kind, (record, names) in LISTING.items()},
    Kind.ATTENDANCE: (("attendance", Attendance, (*ATTENDING, "event_id")),),
}


@pytest.mark.parametrize("kind", Kind)
def test_a_heading_means_one_thing_on_one_kind_of_sheet(kind: Kind) -> None:
    meant: dict[str, set[str]] = {}
    for prefix, record, names in SHEETS[kind]:
        for name in names:
            declared = columns(record)[name]
            for heading in (declared.heading, *declared.aliases):
                meant.setdefault(fold(heading), set()).add(f"{prefix}.{name}")
    others = UNIT_HEADINGS | {"number": NUMBER_HEADINGS, "ignored": IGNORED_HEADINGS}
    others |= {"staff": STAFF_HEADINGS} if kind is Kind.CONTACTS else {}
    for target, headings in others.items():
        for heading in headings:
            meant.setdefault(fold(heading), set()).add(target)
    assert {heading: targets for heading, targets in meant.items() if len(targets) > 1} == {}
    assert {heading: {meaning(kind, heading)} for heading in meant} == meant


@pytest.mark.parametrize("record", [Person, Status, Intention, Contact])
def test_every_column_the_docs_list_is_understood_on_some_sheet(record: type[Record]) -> None:
    headings = [declared.heading for declared in columns(record).values()]
    assert [one for one in headings if not any(meaning(kind, one) for kind in Kind)] == []


@pytest.fixture
def telling() -> Iterator[Telling]:
    """Tell of a register that holds nothing at all, with every name there is."""
    with open_blank().reading() as connection:
        counting = Counting(connection, periods.quarter("2026Q1"))
        yield Telling(counting, frozenset(labelled(counting)) | VARIABLES.keys())


@pytest.mark.parametrize("name", REPORTS)
def test_a_template_names_only_what_there_is(name: str, telling: Telling) -> None:
    template = DocxTemplate(io.BytesIO(load_template(name)))
    named = template.get_undeclared_template_variables(TemplateEnvironment())
    figures = labelled(telling.counting)
    others = named - VARIABLES.keys() - figures.keys()
    assert {one for one in others if not with_suffix(one, figures)} == set()


@pytest.mark.parametrize(
    "variable", [one for one in VARIABLES.values() if not one.needs], ids=lambda one: one.name
)
def test_a_variable_can_be_said_of_a_register_that_holds_nothing(
    variable: Variable, telling: Telling
) -> None:
    said = variable.make(telling)
    assert said is None or isinstance(said, (str, int, list, date, Number))
    assert variable.about


@pytest.mark.parametrize("name", REPORTS)
def test_a_template_builds_for_every_kind_of_unit(run: Run, samples: Path, name: str) -> None:
    units = ("云河区", "临江街道", "望江社区")
    for unit in units[name == "dossiers" :]:  # a page for everybody of the district takes seconds
        about = ("--person", "R000001") if REPORTS[name].needs == "person" else ()
        out = ("--out", f"{unit}.docx")
        answer = run("report", "--quarter", "2026Q1", "--template", name, "--unit", unit, *out, *about)
        assert (answer.code, Path(answer.out.strip()).suffix) == (0, ".docx"), answer.err


@every_figure
def test_a_figure_reaches_templates_under_its_label(figure: Figure, telling: Telling) -> None:
    telling.names = frozenset({figure.label})
    found = make_context(telling)[figure.label]
    assert isinstance(found, Number)
    assert found.ref == figure.key


def generated() -> Any:
    """Load the program that writes the docs."""
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATED = ["cli.md", "figures.md", "own-figures.md", "columns.md", "lists.md", "variables.md"]


@pytest.mark.parametrize("page", GENERATED)
def test_a_docs_page_says_what_the_declarations_say(page: str) -> None:
    assert (ROOT / "docs" / page).read_text("utf-8") == generated().PAGES[page]()


def test_the_outline_of_the_commands_is_theirs() -> None:
    """`python docs/generate.py` writes it anew."""
    assert PLACE.read_text("utf-8") == write_outline(command_line, COMMANDS)


def test_every_docs_page_that_is_generated_is_compared() -> None:
    assert set(generated().PAGES) == set(GENERATED)


def public(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """List the functions and methods others may call."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for body in (tree.body, *(node.body for node in classes)):
        yield from (n for n in body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_"))


@pytest.mark.parametrize("path", OUR_SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_and_its_public_functions_say_what_they_are_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    said = {function.name: ast.get_docstring(function) or "" for function in public(tree)}
    assert {name: text for name, text in said.items() if not IMPERATIVE.match(text)} == {}


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in SOURCES}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_no_source_file_is_named_for_nothing() -> None:
    names = {path.stem.strip("_") for path in SOURCES}
    assert (
        names & {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services"}
        == set()
    )


def test_functions_are_short() -> None:
    lengths = {
        f"{path.relative_to(PACKAGE)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in OUR_SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}
    assert median(lengths.values()) < 12
