"""What reviewers decided about pairs: read line by line, made one or told apart, or left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer
from sqlalchemy import Connection

from talentreg.cli.output import say, tell
from talentreg.errors import ExitCode, Refused
from talentreg.intake.answers import Answer, read_answers
from talentreg.records.fields import id_from_number, number
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.changes import Writer
from talentreg.store.distinct import is_distinct, load_distinct, note_distinct
from talentreg.store.former import living
from talentreg.store.merging import Merged, merge_people
from talentreg.store.people import describe_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import UnitTree, load_units
from talentreg.workbooks.review import (
    ANSWERED,
    DECISION,
    FIRST,
    KEPT,
    LATER,
    MINE,
    NOT_SAME,
    SAME,
    SECOND,
    THEIRS,
)

_SAID = {
    **dict.fromkeys((SAME, "是", "同一个人", "是同一人", "相同", "合并"), True),
    **dict.fromkeys((NOT_SAME, "不是", "否", "非同一人", "不同", "不是同一个人", "不合并"), False),
    **dict.fromkeys((LATER, "", "不确定", "再议"), None),
}
"""What a decision may say: the same, not the same, or nothing yet."""

_HINT = "请用 dupes --xlsx 写出、填好的核对表"


@dataclass(frozen=True, slots=True)
class Said:
    """One line's decision on two people; `kept` is whose number stays if they are the same."""

    line: int
    kept: int
    other: int
    same: bool


@dataclass(slots=True)
class Settled:
    """What became of the lines of a workbook; `left` holds lines left out, with the reason."""

    merged: list[Merged] = field(default_factory=list)
    distinct: list[tuple[int, int]] = field(default_factory=list)
    again: int = 0
    waiting: int = 0
    left: list[tuple[int, str]] = field(default_factory=list)


def settle_review(path: Path, answers: Path, *, dry_run: bool) -> None:
    """Carry out what reviewers decided, all in one change set, and say what became of every line.

    A dry run says the same and changes nothing.
    """
    lines = _read_lines(answers)
    with open_for_writing(path).changing("dupes --from", dry_run=dry_run) as writer:
        tree = load_units(writer.connection)
        done = _settle(writer, tree, lines)
        gone = {one.other for one in done.merged}
        stay = {one.kept for one in done.merged} - gone
        people = {one: describe_person(writer.connection, tree, one) for one in stay}
    _say_settled(done, people, dry_run=dry_run)
    if done.left:
        raise typer.Exit(ExitCode.PARTIAL)


def _say_settled(done: Settled, people: Mapping[int, str], *, dry_run: bool) -> None:
    """Say what became of the lines, one by one and in all; `people` describes those who stay."""
    begun = "将合并" if dry_run else "已合并"
    for one in done.merged:
        say(f"{begun}：{number(Person, one.other)} 并入 {people.get(one.kept, number(Person, one.kept))}")
    for first, second in done.distinct:
        say(f"不是同一人：{number(Person, first)} 和 {number(Person, second)}")
    for line, reason in done.left:
        say(f"第{line}行没有办：{reason}")
    changed = len(done.merged) + len(done.distinct)
    parts = (
        [f"合并{len(done.merged)}对", f"记为不是同一人{len(done.distinct)}对"] if changed else ["没有变化"]
    )
    parts += [f"以前已办{done.again}对"] if done.again else []
    parts += [f"未决定{done.waiting}对"] if done.waiting else []
    say("；".join(parts) + (f"；没有办{len(done.left)}行" if done.left else ""))
    if done.left:
        tell("没有办的改好后再读回一次，办过的不会重做")
    if dry_run:
        say("这是试读，登记册没有改动；去掉 --dry-run 即办理")
    elif changed:
        tell("如需全部撤回：talentreg undo")


def _read_lines(path: Path) -> list[Answer]:
    """Read the lines of a review; the column that says which number stays may be missing."""
    try:
        return read_answers(path, (*ANSWERED, KEPT), _HINT)
    except Refused:
        return read_answers(path, ANSWERED, _HINT)


def _settle(writer: Writer, tree: UnitTree, lines: Sequence[Answer]) -> Settled:
    """Carry out all lines that are clear and do not contradict one another; tell of the others."""
    settled = Settled()
    said = [one for line in lines if (one := _read_line(writer.connection, line, settled))]
    for one in _without_contradictions(writer.connection, said, settled):
        try:
            _carry_out(writer, tree, one, settled)
        except Refused as error:
            hint = f"；{error.hint}" if error.hint else ""
            settled.left.append((one.line, f"{error.message}{hint}"))
    settled.left.sort()
    return settled


def _read_line(connection: Connection, line: Answer, settled: Settled) -> Said | None:
    """Read one line; None when it decides nothing, is done already, or cannot be understood."""
    word = fold(line.texts[DECISION])
    if word not in _SAID:
        text = line.texts[DECISION]
        settled.left.append((line.line, f"看不懂「{text}」，{DECISION}可写：{SAME}、{NOT_SAME}、{LATER}"))
        return None
    if (same := _SAID[word]) is None:
        settled.waiting += all(_number(line, name) for name in (FIRST, SECOND))
        return None
    try:
        one = _read_two(line, same=same)
        return None if _is_done(connection, one, settled) else one
    except Refused as error:
        settled.left.append((line.line, error.message))
        return None


def _number(line: Answer, name: str) -> int | None:
    return id_from_number(Person, line.texts[name])


def _read_two(line: Answer, *, same: bool) -> Said:
    first, second = _number(line, FIRST), _number(line, SECOND)
    if first is None or second is None or first == second:
        raise Refused(f"{FIRST}、{SECOND}要是两个不同的编号")
    text = line.texts.get(KEPT, "")
    kept = {"": first, MINE: first, THEIRS: second}.get(fold(text)) or id_from_number(Person, text)
    if kept not in (first, second):
        raise Refused(f"{KEPT}写的「{text}」看不懂，可写：{MINE}、{THEIRS}，或两个编号之一")
    return Said(line.line, kept, second if kept == first else first, same)


def _is_done(connection: Connection, one: Said, settled: Settled) -> bool:
    """Whether the register says so already; raises Refused when somebody is gone or someone else by now."""
    now = {number(Person, each): living(connection, each) for each in (one.kept, one.other)}
    for name, person_id in now.items():
        if person_id is None:
            raise Refused(f"登记册里没有 {name}")
    kept, other = (person_id or 0 for person_id in now.values())
    done = kept == other if one.same else kept != other and is_distinct(connection, kept, other)
    settled.again += done
    if not done:
        for name, person_id in now.items():
            if person_id and number(Person, person_id) != name:
                raise Refused(f"{name} 已并入 {number(Person, person_id)}")
    return done


def _without_contradictions(connection: Connection, said: Sequence[Said], settled: Settled) -> list[Said]:
    """Leave out all lines on people of whom the lines together say that they are and are not the same."""
    group = _groups(said)
    denied = [one for one in said if not one.same and group[one.kept] == group[one.other]]
    torn = {group[one.kept] for one in denied}
    clear = []
    for one in said:
        if group[one.kept] not in torn or not (one.same or one in denied):
            clear.append(one)
            continue
        others = [each for each in said if group[each.kept] == group[one.kept] and each is not one]
        lines = "、".join(str(each.line) for each in others if each.same or each in denied)
        settled.left.append((one.line, f"与第{lines}行合起来自相矛盾"))
    return _without_strangers(connection, clear, settled)


def _without_strangers(connection: Connection, said: Sequence[Said], settled: Settled) -> list[Said]:
    """Leave out chains that would make two the same of whom it was said before that they are not."""
    group, known = _groups(said), load_distinct(connection)
    torn = {group[pair[0]]: pair for pair in known if group.get(pair[0], 0) == group.get(pair[1], -1)}
    clear = []
    for each in said:
        if each.same and (pair := torn.get(group[each.kept])):
            first, second = (number(Person, one) for one in pair)
            why = f"{first} 和 {second} 以前定过不是同一人，没有合并；确是的用 talentreg merge --overrule"
            settled.left.append((each.line, why))
        else:
            clear.append(each)
    return clear


def _groups(said: Sequence[Said]) -> dict[int, int]:
    """Return for everybody one who stands for all that are said to be the same."""
    group = {each: each for one in said for each in (one.kept, one.other)}
    for one in said:
        if one.same:
            old, new = group[one.other], group[one.kept]
            group = {each: new if root == old else root for each, root in group.items()}
    return group


def _carry_out(writer: Writer, tree: UnitTree, one: Said, settled: Settled) -> None:
    """Merge or tell apart two people, each as whom they are after the lines before."""
    kept, other = (living(writer.connection, each) or each for each in (one.kept, one.other))
    if not one.same:
        if note_distinct(writer, kept, other):
            settled.distinct.append((kept, other))
        else:
            settled.again += 1
    elif kept == other:
        settled.again += 1
    else:
        settled.merged.append(merge_people(writer, tree, kept, other))
