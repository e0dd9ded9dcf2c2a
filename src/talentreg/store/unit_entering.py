"""What is typed of units: a new one in its place, and what was entered wrongly put right for all time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from talentreg.errors import Ambiguous, Malformed, Refused
from talentreg.periods import chinese_day, today
from talentreg.records.cleaning import clean_name
from talentreg.records.fields import columns, id_from_number, table
from talentreg.records.history import Affiliation, Status
from talentreg.records.text import fold
from talentreg.records.unit import Unit, is_above, level_below, level_of, nearly_alike
from talentreg.records.vocabulary import LEVEL
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit, told
from talentreg.store.entering import refuse_future
from talentreg.store.histories import is_latest
from talentreg.store.typed import UNIT_FIELDS, read_words
from talentreg.store.units import UnitNode, UnitTree

IN_STOCK = ("pending", "enrolled")
"""The states of somebody a unit answers for."""

PARENT_HINT = "请用 --parent 写明上级，或写成 上级/名称"

affiliations, statuses = table(Affiliation), table(Status)


def read_unit_words(connection: Connection, tree: UnitTree, words: Sequence[str]) -> dict[str, Any]:
    """Read FIELD=VALUE words of a unit; 上级 becomes the unit it names, None for a unit at the top.

    Raises Malformed for what is no field, Refused for the code, Unknown for an unknown 上级.
    """
    values = read_words(connection, UNIT_FIELDS, words)
    if "code" in values:
        raise Refused("单位代码由系统编定，不会改变", "报告里的数字靠它记住单位；名称可以用 名称=… 改正")
    for name in ("name", "level"):
        if name in values and not values[name]:
            raise Malformed(f"{columns(Unit)[name].heading}不能是空白")
    for name in ("opened_on", "closed_on"):
        if values.get(name):
            refuse_future(values[name], columns(Unit)[name].heading)
    if values.get("parent"):
        values["parent"] = tree.find(values["parent"])
    return values


def add_unit(writer: Writer, tree: UnitTree, name: str, values: Mapping[str, Any]) -> UnitNode:
    """Enter one unit and return it.

    `name` may be a path (临江街道/望江社区, /北山县 for a unit at the top). Without a parent it goes below
    the only unit at the top that it can lie below, else to the top itself.
    """
    own, parent, level = _settle_place(tree, name, values)
    node = UnitNode(
        id=writer.reserve(Unit, 1),
        code="",
        name=own,
        level=level,
        parent_id=parent.id if parent else None,
        opened_on=values.get("opened_on"),
        closed_on=values.get("closed_on"),
    )
    refuse_unfit(tree, node)
    return found_units(writer, tree, [node])[0]


def found_units(writer: Writer, tree: UnitTree, nodes: Sequence[UnitNode]) -> list[UnitNode]:
    """Enter units whose consecutive ids have been set aside, with the codes that follow from them."""
    founded = [replace(node, code=f"{Unit.letter}{node.id}") for node in nodes]
    names = ("code", "name", "level", "parent_id", "opened_on", "closed_on")
    rows = [{name: getattr(node, name) for name in names} for node in founded]
    first = founded[0].id if founded else 0
    writer.insert_reserved(Unit, range(first, first + len(rows)), rows)
    for node in founded:
        tree.add(node)
    return founded


def edit_unit(
    writer: Writer, tree: UnitTree, node: UnitNode, values: Mapping[str, Any]
) -> tuple[UnitNode, list[Edit]]:
    """Correct a unit for all time; return it with what changed."""
    fields = {name: value for name, value in values.items() if name != "parent"}
    if "parent" in values:
        fields["parent_id"] = values["parent"].id if values["parent"] else None
    edited = replace(node, **fields)
    changed = {name: value for name, value in fields.items() if getattr(node, name) != value}
    if not changed:
        return node, []
    refuse_unfit(tree, edited, changed)
    if not edited.closed_on:
        edited, fields = replace(edited, successor_id=None), changed | {"successor_id": None}
    if edited.closed_on and "closed_on" in changed:
        refuse_inhabited(writer.connection, tree, edited, edited.closed_on)
    writer.update(Unit, node.id, fields)
    tree.remove(node)
    tree.add(edited)
    return edited, [_edit(tree, node, edited, name) for name in changed]


def near_siblings(tree: UnitTree, node: UnitNode) -> list[str]:
    """Name the existing units beside one whose names are nearly the same."""
    beside = [other for other in tree.children(node.parent_id) if not other.is_closed()]
    return [other.name for other in beside if nearly_alike(node.name, other.name)]


def default_parent(tree: UnitTree, level: str, hint: str = PARENT_HINT) -> UnitNode | None:
    """Return the only unit at the top that a unit of a level (or of none known) can lie below."""
    tops = [top for top in tree.children(None) if not top.is_closed()]
    over = [top for top in tops if not level or is_above(top.level, level)]
    if len(over) > 1:
        paths = [f"{top.name}（{LEVEL.text(top.level)}）" for top in over]
        raise Ambiguous(f"有{len(over)}个单位可以作上级", paths, hint)
    return over[0] if over else None


def refuse_unfit(tree: UnitTree, node: UnitNode, changed: Mapping[str, Any] | None = None) -> None:
    """Refuse a unit that does not fit where it stands; of a stored one only what `changed` is looked at."""
    new = changed is None
    asked = set(changed or ())
    if new or "name" in asked:
        refuse_bad_name(node.name)
    if new or asked & {"parent_id", "level"}:
        _refuse_place(tree, node)
    if new or asked & {"parent_id", "name", "closed_on"}:
        refuse_twin(tree, node)
    if node.opened_on and node.closed_on and node.closed_on < node.opened_on:
        days = f"撤销日期{chinese_day(node.closed_on)}早于设立日期{chinese_day(node.opened_on)}"
        raise Refused(days, "请核对两个日期")
    above = tree.nodes[node.parent_id] if node.parent_id is not None else None
    if above and above.is_closed() and not node.is_closed():
        raise Refused(f"上级「{tree.path(above.id)}」已撤销", "请先改正上级，或另写一个现有的上级")


def refuse_bad_name(name: str) -> None:
    """Refuse a name no unit can be found by."""
    if not name:
        raise Malformed("没有写单位名称")
    if id_from_number(Unit, name) is not None or name.isdecimal():
        raise Malformed(f"「{name}」像编号，不能作单位名称", "请写单位全称，如 望江社区")


def refuse_twin(tree: UnitTree, node: UnitNode) -> None:
    """Refuse a second existing unit of one name below one parent."""
    if node.is_closed():
        return
    for other in tree.children(node.parent_id):
        if other.id != node.id and fold(other.name) == fold(node.name) and not other.is_closed():
            raise Refused(
                f"「{tree.path(other.id)}」已经登记（{other.code}）",
                f"改正它用 talentreg unit edit {other.code} …",
            )


def refuse_inhabited(connection: Connection, tree: UnitTree, node: UnitNode, on: date) -> None:
    """Refuse to close a unit on a day while people in stock or existing units belong to it."""
    people = count_inhabitants(connection, node.id, on)
    below = [child for child in tree.children(node.id) if not child.is_closed(on)]
    if not people and not below:
        return
    counts = [f"{people}名待核或在库人员"] if people else []
    named = "、".join(child.name for child in below[:3]) + ("……" if len(below) > 3 else "")
    counts += [f"{len(below)}个下级单位（{named}）"] if below else []
    merge = f"talentreg unit merge {node.code} --into 单位 --on {on.isoformat()}"
    raise Refused(
        f"「{tree.path(node.id)}」还有{'、'.join(counts)}，不能撤销", f"并入别的单位后自动撤销：{merge}"
    )


def count_inhabitants(connection: Connection, unit_id: int, on: date) -> int:
    """Count the people in stock who belong to a unit on a day, or today, or come to it in between."""
    found: set[int] = set()
    for day in {on, today()}:
        belongs = [is_latest(Affiliation, day), affiliations.c.unit_id == unit_id]
        coming = [affiliations.c.on > on, affiliations.c.unit_id == unit_id]
        members = select(affiliations.c.person_id).where(*belongs)
        newcomers = select(affiliations.c.person_id).where(*coming)
        stock = [is_latest(Status, day), statuses.c.status.in_(IN_STOCK)]
        either = or_(statuses.c.person_id.in_(members), statuses.c.person_id.in_(newcomers))
        found |= set(connection.scalars(select(statuses.c.person_id).where(*stock, either)))
    return len(found)


def _settle_place(tree: UnitTree, text: str, values: Mapping[str, Any]) -> tuple[str, UnitNode | None, str]:
    """Settle a new unit's name, parent and level from what was typed."""
    if "name" in values:
        raise Malformed("单位名称写了两遍", "名称写在最前面，不必再写 名称=")
    path = text.replace("／", "/")
    above, slash, own = path.rpartition("/")
    name, given = clean_name(own), values.get("level", "")
    refuse_bad_name(name)
    if slash and "parent" in values:
        raise Malformed("上级写了两遍", "写成 上级/名称，或用 --parent，不要都写")
    if above.strip("/ "):
        parent: UnitNode | None = tree.find(above)
    elif slash or "parent" in values:
        parent = values.get("parent")
    else:
        parent = default_parent(tree, given or level_of(name))
    level = given or (level_below(name, parent.level) if parent else level_of(name))
    if not level and parent:
        raise Refused(f"「{tree.path(parent.id)}」是网格，下面不能再设单位")
    if not level:
        raise Malformed(f"看不出「{name}」的层级", f"请加 --level，可写：{LEVEL.listed()}")
    return name, parent, level


def _refuse_place(tree: UnitTree, node: UnitNode) -> None:
    """Refuse a unit below itself, or on a level that does not lie between those above and below it."""
    parent = tree.nodes[node.parent_id] if node.parent_id is not None else None
    if parent and node.id in tree.nodes and tree.within(parent.id, node.id):
        raise Refused(f"「{tree.path(parent.id)}」就在「{tree.name(node.id)}」之下，不能作它的上级")
    if parent and not is_above(parent.level, node.level):
        raise Refused(
            f"「{node.name}」是{LEVEL.text(node.level)}，不能放在「{tree.path(parent.id)}」"
            f"（{LEVEL.text(parent.level)}）之下",
            "请核对名称、上级和层级",
        )
    for child in tree.children(node.id):
        if not is_above(node.level, child.level):
            raise Refused(
                f"下级「{child.name}」是{LEVEL.text(child.level)}，「{node.name}」不能是"
                f"{LEVEL.text(node.level)}",
                "请先改正下级的层级",
            )


def _edit(tree: UnitTree, before: UnitNode, after: UnitNode, name: str) -> Edit:
    if name == "parent_id":
        above = [tree.path(node.parent_id) for node in (before, after)]
        return Edit(UNIT_FIELDS["parent"].heading, *above)
    column = columns(Unit)[name]
    return Edit(column.heading, *(told(column, getattr(node, name)) for node in (before, after)))
