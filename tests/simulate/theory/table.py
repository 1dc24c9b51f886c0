"""The table of theory beside simulation in docs/method.md, made by `python -m tests.simulate.theory.table`.

It takes two minutes or so. The same version of the program gives the same table, figure for figure.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np

from tests.simulate.agreement import interval
from tests.simulate.theory.catalogue import CHECKS, name_of
from tests.simulate.theory.check import SOURCES, Check, Mean

PAGE = Path(__file__).parents[3] / "docs" / "method.md"
BEGIN = "<!-- made by `python -m tests.simulate.theory.table`: begin -->\n"
END = "<!-- end -->\n"
HEAD = ("network", "load", "mean", "theory", "simulated", "99 % interval", "runs", "source")


def fixed_cells(check: Check, mean: Mean) -> dict[str, str]:
    """What a row says before anything is simulated."""
    return {
        "network": check.name,
        "load": "none" if check.load is None else f"{check.load:g}",
        "mean": mean.what,
        "theory": f"{mean.exact:#.4g}",
        "runs": f"{check.replications} of {check.days} days",
        "source": check.source,
    }


def line(check: Check, mean: Mean, values: np.ndarray) -> str:
    """A row of the table from [replications] values of a long run."""
    middle, half = interval(values)
    found = {"simulated": f"{middle:#.4g}", "99 % interval": f"{middle - half:#.4g} to {middle + half:#.4g}"}
    cells = fixed_cells(check, mean) | found
    return "| " + " | ".join(cells[name] for name in HEAD) + " |\n"


def deviation(mean: Mean, values: np.ndarray) -> float:
    """Standard errors between what was simulated and theory."""
    error = float(np.std(values, ddof=1)) / math.sqrt(values.size)
    return (float(values.mean()) - mean.exact) / error


def section() -> str:
    """The whole section between the markers; runs every check."""
    lines, deviations, outside = "", [], 0
    for check in CHECKS:
        _, values = check.measured()
        for mean, found in zip(check.means, values, strict=True):
            lines += line(check, mean, found)
            deviations.append(deviation(mean, found))
            middle, half = interval(found)
            outside += abs(middle - mean.exact) > half
        sys.stdout.write(f"{name_of(check)}\n")
        sys.stdout.flush()
    together = math.sqrt(np.mean(np.square(deviations)))
    head = f"| {' | '.join(HEAD)} |\n{'| --- ' * len(HEAD)}|\n"
    sources = "".join(f"- {name}: {full}.\n" for name, full in SOURCES.items())
    number = len(deviations)
    return (
        f"Of {number} means, {outside} lie{'s' * (outside == 1)} outside the 99 % interval; chance alone would put\n"
        f"{number / 100:.1f} there. Simulated and theoretical means differ by {together:.2f} standard errors (root\n"
        f"mean square; chance alone: 1).\n\n{head}{lines}\n{sources}"
    )


def parts(text: str) -> tuple[str, str, str]:
    """A page before, between and after the markers."""
    before, _, rest = text.partition(BEGIN)
    between, _, after = rest.partition(END)
    return before, between, after


def rows(text: str) -> list[dict[str, str]]:
    """The rows of the page's table by column."""
    found = [entry.strip("| \n").split(" | ") for entry in parts(text)[1].splitlines() if entry.startswith("| ")]
    return [dict(zip(HEAD, cells, strict=True)) for cells in found[2:]]


def main() -> None:
    """Write the section anew."""
    from planner import paths
    from planner.simulate.compiled import keep_in

    keep_in(paths.user_cache())
    before, _, after = parts(PAGE.read_text("utf-8"))
    PAGE.write_text(before + BEGIN + section() + END + after, "utf-8")


if __name__ == "__main__":
    main()
