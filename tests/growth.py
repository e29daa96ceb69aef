"""Whether the time of work grows with its size or faster, told on a machine whose processor others use too."""

from collections.abc import Callable
from math import inf
from time import process_time

RATIO = 3  # of what twice as much may take; what grows with the square takes four times as long
ROUNDS = 7


def processor_seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def too_slow(seconds: Callable[[int], float], size: int, quick: float = 0.1) -> str:
    """Tell of what takes more than in proportion to its size; "" for what does not, or takes `quick` seconds at most.

    `seconds` does the work of a size and says how long the processor took. The quickest of several rounds counts:
    noise makes work slower, never quicker.
    """
    half = whole = inf
    for _ in range(ROUNDS):
        whole = min(whole, seconds(size))
        if whole <= quick:
            return ""
        half = min(half, seconds(size // 2))
        if whole <= RATIO * half:
            return ""
    return f"{half:.2f} s, {whole:.2f} s"
