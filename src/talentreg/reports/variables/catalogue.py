"""All variables by their name, and the names no figure of an office's own may take."""

from talentreg.reports.variables import (
    appendix,
    arrears,
    assignments,
    breakdowns,
    by_unit,
    campaigns,
    cared,
    dossiers,
    gaps,
    grants,
    graphs,
    kinds,
    letter,
    papers,
    requests,
    rosters,
    run_up,
    stories,
    visits,
)
from talentreg.reports.variables.declaring import Variable

GROUPS: dict[str, tuple[Variable, ...]] = {
    "称谓和期间": letter.VARIABLES,
    "人员构成": breakdowns.VARIABLES,
    "存在问题": gaps.VARIABLES,
    "分单位": by_unit.VARIABLES,
    "各项工作": kinds.VARIABLES,
    "文件和筹备": (*papers.VARIABLES, *run_up.VARIABLES),
    "专项行动和督查": campaigns.VARIABLES,
    "图": graphs.VARIABLES,
    "联系安排": (*assignments.VARIABLES, *cared.VARIABLES),
    "诉求台账": requests.VARIABLES,
    "发放册": grants.VARIABLES,
    "走访登记": visits.VARIABLES,
    "催报": arrears.VARIABLES,
    "一人一档和名册": (*dossiers.VARIABLES, *rosters.VARIABLES, *stories.VARIABLES),
    "口径和报送": appendix.VARIABLES,
}
"""The variables in the order of the page that lists them."""

VARIABLES: dict[str, Variable] = {one.name: one for group in GROUPS.values() for one in group}

LANGUAGE = frozenset("True False None true false none loop self super not and or in is if else".split())
"""What a template never takes for a name of its own."""
RESERVED = LANGUAGE | VARIABLES.keys()
"""The names of a template that are no figures."""
