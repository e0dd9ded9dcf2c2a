"""Every figure there is, in the order they are printed, and how one is found by name."""

from collections.abc import Iterable
from difflib import get_close_matches

from talentreg.errors import Unknown
from talentreg.figures.benefits import BENEFIT_FIGURES
from talentreg.figures.campaign import CAMPAIGN_FIGURES
from talentreg.figures.contact import CONTACT_FIGURES
from talentreg.figures.definition import Figure
from talentreg.figures.duty import DUTY_FIGURES
from talentreg.figures.events import EVENT_FIGURES
from talentreg.figures.growing import GROWING_FIGURES
from talentreg.figures.intention import INTENTION_FIGURES
from talentreg.figures.libraries import LIBRARY_FIGURES, RESERVE_FIGURES
from talentreg.figures.projects import PROJECT_FIGURES
from talentreg.figures.publicity import PUBLICITY_FIGURES
from talentreg.figures.recruiting import RECRUITING_FIGURES
from talentreg.figures.register import REGISTER_FIGURES
from talentreg.figures.requests import REQUEST_FIGURES
from talentreg.figures.returning import RETURNING_FIGURES
from talentreg.records.text import fold

GROUPS: dict[str, tuple[Figure, ...]] = {
    "登记情况": (*REGISTER_FIGURES, *LIBRARY_FIGURES),
    "联络情况": CONTACT_FIGURES,
    "活动宣传": (*EVENT_FIGURES, *PUBLICITY_FIGURES),
    "领导联系": DUTY_FIGURES,
    "诉求服务": (*REQUEST_FIGURES, *BENEFIT_FIGURES),
    "行动督查": CAMPAIGN_FIGURES,
    "返乡回归": (*INTENTION_FIGURES, *RESERVE_FIGURES, *RETURNING_FIGURES, *PROJECT_FIGURES),
    "引进培养": (*RECRUITING_FIGURES, *GROWING_FIGURES),
}
FIGURES: dict[str, Figure] = {figure.key: figure for group in GROUPS.values() for figure in group}
KNOWN: dict[str, Figure] = FIGURES | {
    variant.key: variant for figure in FIGURES.values() for variant in figure.variants
}
"""Every figure that has a name: those that are printed, and the other ways of counting the same."""


def part_and_whole(figure: Figure) -> tuple[Figure, Figure]:
    """Return the two figures a share is made of."""
    part, whole = figure.shares or (KNOWN[figure.part], KNOWN[figure.whole])
    return part, whole


def proving(figure: Figure) -> Figure:
    """Return the figure whose rows prove one: a share's whole, any other itself."""
    return part_and_whole(figure)[1] if figure.whole else figure


def find_figure(text: str, others: Iterable[Figure] = ()) -> Figure:
    """Return the figure of a key or a label; raises Unknown with the nearest names.

    `others` are figures only one register has.
    """
    named = {
        fold(name): figure for figure in (*others, *KNOWN.values()) for name in (figure.key, figure.label)
    }
    if figure := named.get(fold(text)):
        return figure
    near = [
        f"{named[name].label}({named[name].key})" for name in get_close_matches(fold(text), named, 3, 0.4)
    ]
    hint = f"是不是：{'、'.join(dict.fromkeys(near))}" if near else "talentreg figures 列出全部统计指标"
    raise Unknown(f"没有名为「{text}」的统计指标", hint)
