"""The reports there are: each a template in the package, or an office's own .docx."""

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from talentreg.errors import Refused, Unknown


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the package: its template's name, what it is, what its file is called.

    The file is called after the unit, the period and `stem`. `needs` is what the command must be told the
    report is about (`person`, `batch`…); `copies` for what it may be made many times at once (`COPIES`);
    `people` tells that it prints numbers of people, masked unless they are to be revealed.
    """

    key: str
    about: str
    stem: str
    needs: str = ""
    copies: str = ""
    people: bool = False


REPORTS: dict[str, Report] = {
    one.key: one
    for one in (
        Report("quarter", "季度、半年、年度工作情况报告", "乡土人才联络服务工作情况报告"),
        Report("festival", "春节等期间联络和回归工作情况报告", "乡土人才联络和回归工作情况报告"),
        Report("briefing", "推进会汇报发言", "招才引智工作汇报发言"),
        Report("annual", "村（社区）、单位的年底推进落实情况报告", "联系服务人才推进落实情况报告"),
        Report("duty", "领导干部联系服务人才工作情况报告", "领导干部联系服务人才工作情况报告"),
        Report("liaison", "领导联系优秀人才情况一览表", "领导联系优秀人才情况一览表"),
        Report("requests", "诉求台账", "诉求台账"),
        Report("benefits", "补贴发放册：--batch 写批次，不写是本期应发的", "补贴发放册", people=True),
        Report("visits", "走访登记单，一人一张；--who 说走访谁", "走访登记单", people=True),
        Report("notice", "催报函：期限已过还没有报、没有完成的", "催报函", copies="debtor"),
        Report("dossier", "一人一档：一个人的档案", "乡土人才档案", "person", "person", people=True),
        Report("dossiers", "一人一档合订本：每人一页，带目录", "乡土人才档案", people=True),
        Report("roster", "一社区一册：各社区在库人员名册", "乡土人才名册", copies="community", people=True),
        Report("cases", "典型案例：本人同意的回归和转化事例", "乡土人才典型案例"),
    )
}
"""The reports by the name of their template; the sources lie in `templates/`."""

OWN_STEM = "乡土人才联络服务工作情况报告"
"""What a report from an office's own template is called after its unit and period."""


_PART = re.compile(r"^@引用 (\w+)$", re.MULTILINE)


def template_source(name: str) -> str:
    """Return the readable source of a packaged template; what `@引用 名称` names is put in its place."""
    return _PART.sub(lambda part: _read(f"parts/{part[1]}"), _read(name))


def _read(name: str) -> str:
    return files("talentreg.reports").joinpath("templates", *f"{name}.txt".split("/")).read_text("utf-8")


def load_template(name: str, *, definitions: bool = False) -> bytes:
    """Return a template as a .docx: one of the package by name, or an office's own file by path.

    One of the package may be had with the definitions of its figures as a last annex.
    """
    from talentreg.reports.gbt9704 import build_template  # to list the templates none is built
    from talentreg.reports.safety import read_document

    if name in REPORTS:
        source = template_source(name)
        return build_template(f"{source}\n{_read('parts/definitions')}" if definitions else source)
    if definitions:
        raise Refused(
            "自己的模板不加 --definitions",
            "要附口径，在模板里用变量「口径说明」列出，写法见 docs/variables.md",
        )
    if name.lower().endswith(".docx"):
        return read_document(Path(name))
    listed = "、".join(f"{key}（{report.about}）" for key, report in REPORTS.items())
    raise Unknown(f"没有名为「{name}」的模板", f"可用：{listed}，或写出 .docx 文件")
