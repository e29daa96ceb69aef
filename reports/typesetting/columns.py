"""The widths of columns that make a table lowest."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

ROW = 3  # how many lines of cells a line of a row is worth: else columns of short texts hold one word a line
STEPS = (8, 4, 2, 1)  # per cent that one column gives to another
ROUNDS = 12  # of each step: the search ends, whatever the table

Heights = Callable[[int, int], Sequence[int]]


def fit(needs: Sequence[Sequence[int]], heights: Heights, typed: Sequence[int] = ()) -> list[int]:
    """Return widths in whole per cent, 100 in all, that make the rows low and, with less weight, the cells.

    `needs` are what each column needs, the barest first: for its words, for what should stay on a line, and so on;
    `heights(column, width)` is how many lines each row takes there; a `typed` width, other than 0, stays. The search
    goes down hill from what the columns hold: the same table always gives the same widths.
    """
    widths = list(typed) or [0] * len(needs)
    free = [place for place, width in enumerate(widths) if not width]
    if not free:
        return widths
    heights = cache(heights)
    room = 100 - sum(widths)
    floors = dict(zip(free, _affordable([needs[place] for place in free], room), strict=True))
    for place, width in _start(floors, heights, room).items():
        widths[place] = width
    lowest = _height(widths, heights)
    for step in STEPS:
        for _ in range(ROUNDS):
            height, better = min(
                ((_height(moved, heights), moved) for moved in _moves(widths, floors, step)), default=(lowest, widths)
            )
            if height >= lowest:
                break
            lowest, widths = height, better
    return widths


def _affordable(needs: Sequence[Sequence[int]], room: int) -> list[int]:
    """Return floors that there is room for: what is wished last gives way first, words at the very end."""
    floors = [of[-1] for of in needs]
    tier = len(needs[0]) - 2
    while sum(floors) > room:
        spare = [floor - of[tier] for floor, of in zip(floors, needs, strict=True)] if tier >= 0 else [0]
        if max(spare) > 0:
            floors[spare.index(max(spare))] -= 1
        elif tier > 0:
            tier -= 1
        else:
            return [max(1, room * floor // sum(floors)) for floor in floors]
    return floors


def _start(floors: Mapping[int, int], heights: Heights, room: int) -> dict[int, int]:
    """Return the floors and, of what is left, a share for what each column holds."""
    spare = room - sum(floors.values())
    weights = {place: max(1, sum(heights(place, 50))) for place in floors}
    whole = sum(weights.values())
    widths = {place: floor + spare * weights[place] // whole for place, floor in floors.items()}
    widths[max(weights, key=weights.__getitem__)] += room - sum(widths.values())
    return widths


def _moves(widths: list[int], floors: Mapping[int, int], step: int) -> list[list[int]]:
    """Return the widths after each way in which one column gives so much to another."""
    moves = []
    for giver, floor in floors.items():
        if widths[giver] - step >= floor:
            for taker in floors:
                if taker != giver:
                    moved = list(widths)
                    moved[giver] -= step
                    moved[taker] += step
                    moves.append(moved)
    return moves


def _height(widths: list[int], heights: Heights) -> int:
    """Return the height of all rows, and of all cells with less weight."""
    columns = [heights(place, width) for place, width in enumerate(widths)]
    rows: list[int] = [max(cells) for cells in zip(*columns, strict=True)]
    return ROW * sum(rows) + sum(sum(column) for column in columns)
