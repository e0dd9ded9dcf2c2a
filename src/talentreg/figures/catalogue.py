"""Every figure there is, in the order they are printed, and how one is found by name."""

from difflib import get_close_matches

from talentreg.errors import Unknown
from talentreg.figures.contact import CONTACT_FIGURES
from talentreg.figures.definition import Figure
from talentreg.figures.intention import INTENTION_FIGURES
from talentreg.figures.register import REGISTER_FIGURES
from talentreg.records.text import fold

GROUPS: dict[str, tuple[Figure, ...]] = {
    "登记情况": REGISTER_FIGURES,
    "联络情况": CONTACT_FIGURES,
    "返乡意愿": INTENTION_FIGURES,
}
FIGURES: dict[str, Figure] = {figure.key: figure for group in GROUPS.values() for figure in group}


def find_figure(text: str) -> Figure:
    """Return the figure of a key or a label; raises Unknown with the nearest names."""
    named = {fold(name): figure for figure in FIGURES.values() for name in (figure.key, figure.label)}
    if figure := named.get(fold(text)):
        return figure
    near = [
        f"{named[name].label}({named[name].key})" for name in get_close_matches(fold(text), named, 3, 0.4)
    ]
    hint = f"是不是：{'、'.join(dict.fromkeys(near))}" if near else "talentreg figures 列出全部统计指标"
    raise Unknown(f"没有名为「{text}」的统计指标", hint)
