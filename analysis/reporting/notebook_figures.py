"""Figures that only notebooks show: a harvest's worth by route, what regimes change of each lab, and what judged inputs move."""

from collections.abc import Mapping
from textwrap import fill

import pandas as pd

from analysis.catalog import Catalog
from analysis.reporting import style
from analysis.reporting.chain_figures import behind, grouped
from analysis.reporting.figures import LEAST, Figure, as_svg, canvas
from analysis.reporting.link_figures import TICKS
from analysis.reporting.link_tables import Results, between, named_labs, scenario_words, signed_time
from analysis.reporting.supply_tables import ends
from analysis.reporting.wording import amount, in_time
from analysis.scenarios import Result
from analysis.scenarios.results import PERCENTILES, Quantity

WORTH_WORDS = {
    "worth.compute.{}.months": "1a Computing spared",
    "worth.with_tuning.{}.months": "1b The same, own data tuned on",
    "worth.data_returns.{}": "2 Data returns",
}
TOGETHER = "3 All teachers together"
WIDEST, LETTERS = 8, 56  # inputs that a figure of a sweep shows; letters in one line of its words
ROW, LAB, SWEPT, FRAME = 0.3, 0.115, 0.4, 0.95  # inches: of a row, of a lab in it, of a row of a sweep, of the rest
FILLED = 0.7  # of a row that its labs take
MARKERS = "os^vD"  # one for each lab
LINEAR = 1  # months either side of none within which the axis of changes is not logarithmic
CHANGES = (1, 10, 100, 1000)  # months
COLUMNS = (7, 58)  # points right of the axis where words stand


def worth_figure(result: Result) -> Figure:
    """Worth of a harvest as a time by lab and route, on one log axis: each in months of its own kind, never averaged."""
    groups: dict[str, Mapping[str, Quantity]] = {
        lab.name: {words: result.quantities[key.format(lab.id)] for key, words in WORTH_WORDS.items()}
        for lab in named_labs(result)
    }
    spared, tuned, returns = ([rows[words][50] for rows in groups.values()] for words in WORTH_WORDS.values())
    alt = (
        f"Horizontal bars on a log axis of time, three for each of {len(groups)} labs and one for all. Medians: computing spared at "
        f"most {time_or_none(max(spared + tuned))}, data returns {in_time(min(returns))} to {in_time(max(returns))}."
    )
    groups["All labs"] = {TOGETHER: result.quantities["worth.top_down"]}
    caption = (
        "What one harvest brings forward, by routes that measure different things and are never averaged. A mark at the left edge: nothing, "
        "or less than a second."
    )
    ticks = {at: words for words, at in TICKS.items()}
    label = "Time, in each route's own months (log scale; bar: 90% interval; mark and number: median)"
    return Figure("worth", grouped(groups, label, time_or_none, LEAST, ticks), caption, alt, behind(groups))


def time_or_none(months: float) -> str:
    """A time in words, or that there is none.

    >>> time_or_none(0), time_or_none(4.1), time_or_none(1e-8)
    ('nothing', '4.1 months', 'under a second')
    """
    return in_time(months) if months > 0 else "nothing"


def regimes_figure(results: Results) -> Figure:
    """Change of each lab's computing by scenario, in months of its present computing, the largest gain on top.

    Scenarios that change nothing on any draw are named in the caption and not drawn.
    """
    import matplotlib.style

    table, labs = _changes(results), named_labs(next(iter(results.values())))
    still = table.groupby("scenario")[["p5", "p95"]].transform(lambda end: end.abs().max()).max(axis=1) == 0
    moved = table[~still]
    order = list(moved.groupby("scenario")["p50"].median().sort_values(ascending=False).index)
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, max(ROW, LAB * len(labs)) * len(order) + FRAME)
        for row in moved.itertuples():
            place = order.index(row.scenario) + FILLED * ((row.place + 0.5) / len(labs) - 0.5)
            axes.plot([row.p5, row.p95], [place, place], color=style.ACCENT_LIGHT, lw=2.6, solid_capstyle="butt")
            axes.plot(row.p50, place, MARKERS[row.place], color=style.ACCENT, ms=5.2, mec="white", mew=0.7)
        for place, scenario in enumerate(order):
            middles = moved.loc[moved["scenario"] == scenario, "p50"]
            words = between(signed_time(middles.min()), signed_time(middles.max()))
            _beside(axes, place, words)
        marks = [axes.plot([], [], mark, color=style.ACCENT, ms=5.2)[0] for mark in MARKERS[: len(labs)]]
        about = {"frameon": False, "fontsize": 8.8, "handletextpad": 0.2, "ncols": len(labs), "borderaxespad": 0}
        axes.legend(marks, [lab.name for lab in labs], loc="lower left", bbox_to_anchor=(0, 1.01), **about)
        _signed_axis(axes, moved, [fill(names, LETTERS // 2) for names in _scenario_names(results, order)])
        svg = as_svg(drawing)
    return Figure("regimes", svg, _regimes_caption(results, table[still]), _regimes_alt(results, moved, order), table)


def _beside(axes, place: float, words: str, points: float = COLUMNS[0], color: str = style.INK) -> None:
    """Words right of the axis, so many points from it."""
    about = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "center", "fontsize": 8.8}
    axes.annotate(words, (1, place), xytext=(points, 0), color=color, annotation_clip=False, **about)


def _changes(results: Results) -> pd.DataFrame:
    """One row a scenario and lab: percentiles of the change of its computing over the horizon."""
    rows = []
    for scenario, result in results.items():
        for place, lab in enumerate(named_labs(result)):
            q = result.quantities[f"change36.{lab.id}"]
            about = {"scenario": scenario, "lab": lab.name, "place": place, "id": q.id, "unit": q.unit}
            rows.append(about | {f"p{p}": q[p] for p in PERCENTILES})
    return pd.DataFrame(rows)


def _scenario_names(results: Results, scenarios: list[str]) -> list[str]:
    catalog = next(iter(results.values())).catalog
    return [scenario_words(catalog, scenario) for scenario in scenarios]


def _signed_axis(axes, moved: pd.DataFrame, names: list[str]) -> None:
    """An axis of changes: even around none, logarithmic further out; a line at none."""
    low, high = min(moved["p5"].min(), -LINEAR), max(moved["p95"].max(), LINEAR)
    axes.set_xscale("symlog", linthresh=LINEAR)
    axes.set_xlim(low * 1.5, high * 1.5)
    axes.axvline(0, color=style.MUTED, lw=1.2, zorder=1)
    ticks = {float(-at): f"−{at:,}" for at in CHANGES} | {0.0: "0"} | {float(at): f"+{at:,}" for at in CHANGES}
    inside = {at: words for at, words in ticks.items() if low * 1.5 <= at <= high * 1.5}
    axes.minorticks_off()
    axes.set_xticks(list(inside), list(inside.values()))
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=style.GRID, lw=0.6)
    axes.set_xlabel("Months of the lab’s present computing (log beyond a month; bar: 90% interval; mark: median)")


def _regimes_caption(results: Results, still: pd.DataFrame) -> str:
    first = next(iter(results.values()))
    base = scenario_words(first.catalog, first.catalog.horizon.baseline)
    names = [f"“{name}”" for name in _scenario_names(results, sorted(set(still["scenario"]), key=list(results).index))]
    none = f" No change on any draw, and not drawn: {', '.join(names)}." if names else ""
    return (
        f"Change of each lab's computing over {first.catalog.horizon.months} months against “{base}”, direct effect: no channel makes up for "
        f"another. Right: the least and the largest median of a lab.{none}"
    )


def _regimes_alt(results: Results, moved: pd.DataFrame, order: list[str]) -> str:
    middles = moved.set_index("scenario")["p50"]
    (most, least), (best, worst) = (
        _scenario_names(results, [order[0], order[-1]]),
        (middles.loc[[order[i]]] for i in (0, -1)),
    )
    return (
        f"Thin horizontal bars either side of none, {moved['lab'].nunique()} labs in each of {len(order)} rows. On top: {most}, medians "
        f"{between(signed_time(best.min()), signed_time(best.max()))}. At the bottom: {least}, "
        f"{between(signed_time(worst.min()), signed_time(worst.max()))}."
    )


def sweep_figure(catalog: Catalog, sweep: pd.DataFrame, result: str, words: str) -> Figure:
    """What one result of a sweep comes to with each judged input at either end of its range, the widest few on top."""
    import matplotlib.style

    every = sweep[sweep["result"] == result]
    found = every.head(WIDEST)
    centre = found["centre"].iloc[0]
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, SWEPT * len(found) + FRAME)
        for place, row in enumerate(found.itertuples()):
            axes.plot(
                [row.at_low, row.at_high], [place, place], color=style.ACCENT_LIGHT, lw=4.5, solid_capstyle="butt"
            )
            axes.plot(row.at_low, place, "o", color="white", ms=6, mec=style.ACCENT, mew=1.2)
            axes.plot(row.at_high, place, "o", color=style.ACCENT, ms=6, mec="white", mew=1)
            for column, value in zip(COLUMNS, (row.at_low, row.at_high), strict=True):
                _beside(axes, place, amount(value), column)
        axes.axvline(centre, color=style.INK, lw=0.9, ls=(0, (3, 3)))
        for column, heading in zip(COLUMNS, ("at its low", "at its high"), strict=True):
            _beside(axes, -1, heading, column, color=style.MUTED)
        names = [f"{fill(row.name, LETTERS)}\n{ends(catalog, row.input)}" for row in found.itertuples()]
        axes.set_yticks(range(len(found)), names, fontsize=8.4, linespacing=0.95)
        axes.set_ylim(len(found) - 0.4, -0.6)
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter(lambda value, _: amount(value))
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=style.GRID, lw=0.6)
        axes.set_xlabel(fill(words, LETTERS))
        svg = as_svg(drawing)
    widest = found.iloc[0]
    alt = (
        f"{len(found)} horizontal bars around a dashed line at {amount(centre)}, one for each judged input. Widest: {widest['name'][:90]}, "
        f"{amount(widest['at_low'])} at its low end and {amount(widest['at_high'])} at its high end."
    )
    caption = (
        f"Dashed line: the median with all inputs as drawn, {amount(centre)}. Hollow mark: one input at the low end of its range; filled: at the "
        f"high end. The {len(found)} that move it most, of {len(every)}."
    )
    return Figure("sweep", svg, caption, alt, found.reset_index(drop=True))
