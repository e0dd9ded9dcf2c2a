"""The reports there are: each a template in the package, or an office's own .docx."""

from importlib.resources import files
from pathlib import Path

from talentreg.errors import Refused, Unknown, plain_reason
from talentreg.reports.gbt9704 import build_template

REPORTS = {"quarter": "季度、半年、年度工作情况报告", "duty": "领导干部联系服务人才工作情况报告"}
"""Template name → what it is; the sources lie in `templates/`."""


FILE_STEMS = {"duty": "领导干部联系服务人才工作情况报告"}
"""What a report's file is called after its unit and period, where it is not the usual one."""

USUAL_STEM = "乡土人才联络服务工作情况报告"


def load_template(name: str) -> bytes:
    """Return a template as a .docx: one of the package by name, or an office's own file by path."""
    if name in REPORTS:
        source = files("talentreg.reports").joinpath("templates", f"{name}.txt").read_text("utf-8")
        return build_template(source)
    if name.lower().endswith(".docx"):
        try:
            return Path(name).read_bytes()
        except OSError as error:
            raise Refused(f"模板 {name} 打不开：{plain_reason(error)}", "请检查文件名和权限") from error
    listed = "、".join(f"{key}（{what}）" for key, what in REPORTS.items())
    raise Unknown(f"没有名为「{name}」的模板", f"可用：{listed}，或写出 .docx 文件")
