"""The command that scores forecasts: score."""

from typing import Any

import click

from analysis.cli.group import cli
from analysis.cli.options import json_option, show

HEADS = {
    "published": "Published forecasts: the range as stated, and what came",
    "back-test": "Our back-tests: made by people who knew what had come, which flatters",
    "open": "Our open forecasts, as registered, and what the model says now",
}
LEGEND = (
    "score: error in powers of ten, lower is better; 0.3 is a factor of 2, 1 a factor of ten. Half the error of the "
    "middle, the width of the range, and how far outside the outcome lies; without a range the error of the middle.",
    "plain: the score of a range of a factor of ten about the same middle. skill: 1 - score / plain, below 0 is worse "
    "than the plain range. held: whether the stated range held what came.",
    "`chipbrief score --json` has notes, every held-out case, and what will settle an open forecast.",
)


@cli.command()
@click.argument("kind", required=False)
@json_option
def score(kind: str | None, as_json: bool) -> None:
    """Score forecasts against what came, by a proper rule. KIND: published, back-test or open; all if none is named."""
    from analysis.insight.scorecard import scorecard

    rows = scorecard(kind)
    if as_json:
        show([row.as_dict() for row in rows], as_json)
        return
    for name, head in HEADS.items():
        found = [row for row in rows if row.kind == name and row.part_of is None]
        if found:
            click.echo(head)
            cells = [_registered(row) if row.state == "open" else _settled(row) for row in found]
            show(cells, as_json, digits=2, wrapped=True)
            click.echo()
    _legend()


def _legend() -> None:
    from textwrap import fill

    from analysis.reporting.terminal import line_width

    for text in LEGEND:
        click.echo(fill(text, line_width()))


def _settled(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "forecast": f"{_range(row.p5, row.p50, row.p95) or f'{row.cases} cases'}, {row.unit}",
        "came": _seen(row),
        "score": row.score,
        "plain": row.baseline,
        "skill": row.skill,
        "held": f"{row.held} of {row.cases}" if row.cases else row.covered,
    }


def _registered(row: Any) -> dict[str, Any]:
    now = "the same" if not row.moved else _range(row.now_p5, row.now_p50, row.now_p95)
    return {
        "id": row.id,
        "registered": f"{_range(row.p5, row.p50, row.p95)}, {row.unit}",
        "now": now if row.superseded_on is None else f"{now}; superseded",
        "resolves": row.resolves_on,
    }


def _range(low: float | None, middle: float | None, high: float | None) -> str:
    """A middle with its range, in words that a reader knows."""
    from analysis.reporting.wording import amount, interval

    if middle is None:
        return ""
    return amount(middle) if low is None else f"{amount(middle)} ({interval(low, high)})"


def _seen(row: Any) -> str:
    from analysis.reporting.wording import amount

    if row.observed is None:
        return ""
    return f"{amount(row.observed)} so far" if row.state == "provisional" else amount(row.observed)
