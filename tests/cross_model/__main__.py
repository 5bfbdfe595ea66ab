"""``python -m tests.cross_model`` prints every comparison in one table."""

from tests.cross_model.cases import COMPARISONS
from tests.cross_model.comparison import Comparison

HEADINGS = ("id", "published", "ours", "unit", "ratio", "verdict")
NUMBERS = {1, 2, 4}  # columns set to the right
PLAIN = 1e7  # numbers from here on are written with an exponent


def number(value: float) -> str:
    """At most four digits that count, with an exponent only where it is shorter."""
    if value and (abs(value) >= PLAIN or abs(value) < 1e-3):
        return f"{value:.4g}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def cells(case: Comparison) -> tuple[str, ...]:
    """One row of the table; the interval in brackets where ours is drawn."""
    low, central, high = case.interval
    ours = number(central) + (f" ({number(low)} to {number(high)})" if high > low else "")
    return case.id, number(case.published), ours, case.unit, f"{case.found_ratio:.3g}", case.verdict


def table() -> str:
    """All comparisons as aligned text."""
    rows = [HEADINGS, *(cells(case) for case in COMPARISONS)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS) - 1)]
    lines = []
    for row in rows:
        fitted = [c.rjust(w) if i in NUMBERS else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=False))]
        lines.append("  ".join([*fitted, row[-1]]))
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
