"""Bombs are read in a process of their own: what it took is its own processor time and its own peak of memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .bombs import BOMBS, SLOW, lying_dimension

ROOT = Path(__file__).parents[3]
PROBE = """
import json, sys, time
from assessments.tabular.reader import read_table
from assessments.tabular.table import SheetRefused
from tests.assessments.tabular.samples import COLUMNS
start = time.process_time()
try:
    with open(sys.argv[1], "rb") as file:
        outcome = len(read_table(file, "x", COLUMNS).rows)
except SheetRefused:
    outcome = "refused"
seconds = time.process_time() - start
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
print(json.dumps([outcome, seconds, peak / 1024]))
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")


def read_apart(data: bytes, folder: Path) -> tuple[object, float, float]:
    """Return the number of rows or "refused", the seconds and the peak of memory in MB."""
    path = folder / "upload"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, path], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout))


@linux
@pytest.mark.parametrize("bomb", BOMBS)
def test_bomb_is_refused_at_once(bomb, tmp_path):
    outcome, seconds, peak = read_apart(BOMBS[bomb](), tmp_path)
    assert outcome == "refused"
    assert seconds < 1
    assert peak < 100


@linux
@pytest.mark.parametrize("bomb", SLOW)
def test_bomb_below_the_limits_costs_a_bounded_time_and_little_memory(bomb, tmp_path):
    outcome, seconds, peak = read_apart(SLOW[bomb](), tmp_path)
    assert outcome == "refused"
    assert seconds < 30
    assert peak < 100


@linux
def test_lying_dimension_is_not_believed(tmp_path):
    outcome, seconds, peak = read_apart(lying_dimension(), tmp_path)
    assert outcome == 1
    assert seconds < 0.5
    assert peak < 100
