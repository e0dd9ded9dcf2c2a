"""Two lists that stand side by side under the same headings: 姓名|电话|姓名|电话."""

from dataclasses import replace

from talentreg.intake.headings import Layout, meaning, plainly


def stand_beside(layout: Layout) -> list[Layout]:
    """Split a layout whose headings repeat to the right into one a list; else only say what was seen."""
    names = [i for i in sorted(layout.headings) if meaning(layout.kind, layout.headings[i]) == "person.name"]
    if layout.cells or len(names) < 2:
        return [layout]
    order = sorted(layout.headings)
    if (split := _repeating(layout, order, names)) is None:
        others = "、".join(f"「{layout.headings[i]}」" for i in names if i not in layout.targets)
        note = f"两组并排的列：第二组{others}没有当作人员读取，内容随行保留，请改成上下排列后再导入"
        return [replace(layout, notes=(*layout.notes, note))]
    begin, period = split
    starts = [order[place] for place in range(begin, begin + period * _times(layout, order, split), period)]
    return _split(layout, starts, order[begin : begin + period])


def _repeating(layout: Layout, order: list[int], names: list[int]) -> tuple[int, int] | None:
    """Find where the repeated headings begin in the order of columns, and how many there are to a list."""
    plain = [plainly(layout.headings[i]) for i in order]
    first, period = order.index(names[0]), order.index(names[1]) - order.index(names[0])
    for begin in range(max(first - period + 1, 0), first + 1):
        if period > 1 and plain[begin : begin + period] == plain[begin + period : begin + 2 * period]:
            return begin, period
    return None


def _times(layout: Layout, order: list[int], split: tuple[int, int]) -> int:
    """Count how often the headings stand side by side."""
    begin, period = split
    plain = [plainly(layout.headings[i]) for i in order]
    times = 2
    while plain[begin : begin + period] == plain[begin + times * period : begin + (times + 1) * period]:
        times += 1
    return times


def _split(layout: Layout, starts: list[int], first: list[int]) -> list[Layout]:
    """Make one layout a list; what stands left of them all belongs to each, what stands right to the last."""
    order = sorted(layout.headings)
    shared = [i for i in order if i < starts[0]]
    place = {i: n for n, i in enumerate(first)}
    meanings = {place[i]: target for i, target in layout.targets.items() if i in place}
    split: list[Layout] = []
    for n, start in enumerate(starts):
        own = [i for i in order if i >= start][: len(first)]
        rest = [i for i in order if i > own[-1]] if n == len(starts) - 1 else []
        targets = {i: layout.targets[i] for i in (*shared, *rest) if i in layout.targets}
        targets |= {i: meanings[k] for k, i in enumerate(own) if k in meanings}
        columns = frozenset((*shared, *range(start, own[-1] + 1), *rest))
        unknown = {i: layout.headings[i] for i in sorted(columns & set(order)) if i not in targets}
        split.append(replace(layout, targets=targets, unknown=unknown, columns=columns, notes=()))
    note = f"{len(starts)}组并排的列分别读取"
    split[0] = replace(split[0], notes=(*layout.notes, note))
    return split
