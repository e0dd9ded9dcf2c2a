"""`talentreg report templates`: the reports there are, and the office's own templates."""

from pathlib import Path

from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_json, print_table, say, tell
from talentreg.places import register_path
from talentreg.reports.catalogue import REPORTS, Report
from talentreg.reports.own_templates import own_folder, own_templates

_NEEDS = {"person": "--person"}
"""The options by what a report must be told."""


def list_templates(as_json: AsJson = False, db: Db = None) -> None:
    """List the templates of the package and those of the office: what each is, and what it must be told."""
    folder = own_folder(register_path(db))
    own = own_templates(folder)
    if as_json:
        print_json([_document(report) for report in REPORTS.values()] + [_own(*one) for one in own.items()])
        return
    rows = [(key, report.about, _told(report)) for key, report in REPORTS.items()]
    print_table([("模板", "left"), ("是什么", "left"), ("还要写", "left")], rows, spare=(2,))
    if own:
        say()
        print_table([("自己的模板", "left"), ("文件", "left")], list(own.items()))
    say()
    say("出一份：talentreg report --template 模板名 --quarter Q1")
    tell(f"做自己的：talentreg report template new 本区季报 --from quarter；放在 {folder} 里的可以只写名称")


def _told(report: Report) -> str:
    """Say what a report must be told, and what else it takes."""
    told = (_option(report) if report.needs else "", "可加 --all" if report.copies else "")
    return "，".join(filter(None, told))


def _option(report: Report) -> str:
    return _NEEDS.get(report.needs, f"--{report.needs}")


def _document(report: Report) -> dict[str, object]:
    return {
        "name": report.key,
        "about": report.about,
        "own": False,
        "needs": _option(report) if report.needs else None,
        "all": bool(report.copies),
        "file": None,
    }


def _own(name: str, path: Path) -> dict[str, object]:
    return {"name": name, "about": None, "own": True, "needs": None, "all": False, "file": str(path)}
