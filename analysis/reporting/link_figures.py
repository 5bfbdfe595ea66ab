"""Figures of the link: what each stage would take of each lab, and three routes to a lag beside the gaps that others saw."""

from collections.abc import Mapping

import pandas as pd

from analysis.insight.likelihood import BELOW
from analysis.model.constants import HOURS_PER_DAY, HOURS_PER_MONTH, MONTHS_PER_YEAR, OUT_OF_REACH_YEARS
from analysis.reporting import style
from analysis.reporting.figures import LEAST, TENTH_OF_YEAR, Figure, as_svg, canvas
from analysis.reporting.fit_tables import TARGETS
from analysis.reporting.lever_tables import GAP_WORDS, ROUTE_WORDS, gap_words, lab_months
from analysis.reporting.link_tables import PERCENT, SHOWN_TARGETS, Results, between, named_labs, scenario_words
from analysis.reporting.supply_tables import sure
from analysis.reporting.wording import in_time, lowered
from analysis.scenarios import Result
from analysis.scenarios.lag_strip import OBSERVED, ROUTES
from analysis.scenarios.results import PERCENTILES, Quantity
from analysis.scenarios.training import STAGE_WORDS

STAGES = ("sft", "rl", "base", "research")  # from what takes least to what takes most
YEAR = OUT_OF_REACH_YEARS * MONTHS_PER_YEAR
TICKS = {
    "a second": LEAST,
    "a minute": 1 / 60 / HOURS_PER_MONTH,
    "an hour": 1 / HOURS_PER_MONTH,
    "a day": HOURS_PER_DAY / HOURS_PER_MONTH,
    "a month": 1.0,
    "a year": float(MONTHS_PER_YEAR),
    "10 years": 10.0 * MONTHS_PER_YEAR,
}
MARKERS, NAMED = "os^vD", 3  # one for each lab; how many can be named beside their bars
ROW, BAR, FRAME = 0.33, 0.09, 0.95  # inches: of a target, at least; of each of its labs; of the axis with its words
LAG_ROW = 0.24
COLUMNS = (1.015, 1.165)  # where the chances stand right of the axis, in its widths
TODAY, AHEAD = "today", "36"  # of a row behind the figure; the end of the ids of results over the horizon
HEADING, FILLED = 0.55, 0.885  # rows: of a stage's name; what all labs take of a target's row


def binding_figure(results: Results) -> Figure:
    """Time on all of a lab today by stage, target and lab; ticks for its mean over the horizon under each scenario.

    The first result is that of a whole run, the others may hold their own cell alone.
    """
    import matplotlib.style

    scenarios = list(results)
    first = results[scenarios[0]]
    labs, places, rows = named_labs(first), _places(), []
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, max(ROW, BAR * len(labs)) * (max(places.values()) + 1) + FRAME)
        for (stage, target), place in places.items():
            if not target:
                continue
            for number, lab in enumerate(labs):
                end = f"{stage}.{lab.id}.{target}"
                below = number - (len(labs) - 1) / 2
                at = place + FILLED / len(labs) * below
                middles = [result.quantities[f"months36.{end}"][50] for result in results.values()]
                found = first.quantities[f"months.{end}"]
                _need(axes, at, found, middles, MARKERS[number % len(MARKERS)])
                if len(labs) <= NAMED and place == min(p for (_, t), p in places.items() if t):
                    _named(axes, lab.name, max(found[95], LEAST), at, below)
                rows += _behind(results, stage, target, lab, end)
            for column, when in zip(COLUMNS, ("tenth", "tenth36"), strict=True):
                chances = [first.chances[f"{when}.{stage}.{lab.id}.{target}"] for lab in labs]
                _chance_words(axes, column, place, chances)
        if len(labs) > NAMED:
            marks = [axes.plot([], [], mark, color=style.ACCENT, ms=5.2)[0] for mark in MARKERS[: len(labs)]]
            names = [lab.name for lab in labs]
            axes.legend(marks, names, loc="upper right", frameon=False, fontsize=8.8, handletextpad=0.2)
        _frame(axes, places, max(row["p95"] for row in rows), first.catalog.horizon.months)
        svg = as_svg(drawing)
    table = pd.DataFrame(rows)
    caption = _caption(results, table)
    return Figure("binding", svg, caption, _alt(results, table, len(labs)), table)


def _places() -> dict[tuple[str, str], float]:
    """Where each row stands from the top: a stage's name, then its targets."""
    places, at = {}, 0.0
    for stage in STAGES:
        places[stage, ""] = at
        for step, target in enumerate(SHOWN_TARGETS):
            places[stage, target] = at + (1 + HEADING) / 2 + 0.05 + step
        at += len(SHOWN_TARGETS) + HEADING + 0.1
    return places


def _need(axes, at: float, found: Quantity, others: list[float], marker: str) -> None:
    binds = found[50] > TENTH_OF_YEAR
    colour, light = (style.WARNING, style.WARNING_LIGHT) if binds else (style.ACCENT, style.ACCENT_LIGHT)
    low, middle, high = (max(found[p], LEAST) for p in (5, 50, 95))
    axes.plot([low, high], [at, at], color=light, lw=2.6, solid_capstyle="butt", zorder=2)
    axes.plot(middle, at, marker, color=colour, ms=5.2, mec="white", mew=0.7, zorder=3)
    for value in others:
        axes.plot(max(value, LEAST), at, "|", color=style.INK, ms=8.5, mew=0.7, zorder=2.5)


def _named(axes, name: str, x: float, at: float, below: float) -> None:
    """A lab's name right of its bar in the first row, moved away from its neighbours."""
    from matplotlib.patheffects import withStroke

    ground = [withStroke(linewidth=2.5, foreground="white")]
    about = {"textcoords": "offset points", "va": "center", "fontsize": 8.4, "path_effects": ground, "zorder": 5}
    axes.annotate(name, (x, at), xytext=(6, -2.2 * below), **about)


def _chance_words(axes, column: float, place: float, chances: list) -> None:
    """Right of the axis: the least and the largest chance over the labs that a stage takes over a tenth of a year."""
    least, most = (pick(c.probability for c in chances) for pick in (min, max))
    words = least_to_most(least, most)
    axes.text(column, place, words, transform=axes.get_yaxis_transform(), va="center", fontsize=8.4)


def least_to_most(least: float, most: float) -> str:
    """Two chances in per cent: "13 to 25%"; "up to 5%" where the smaller is below 1%; "from 39%" where the larger is above 99%.

    >>> least_to_most(0.13, 0.25), least_to_most(0.001, 0.05), least_to_most(0, 0.006), least_to_most(0.39, 0.999)
    ('13 to 25%', 'up to 5%', 'below 1%', 'from 39%')
    """
    if sure(least) == sure(most) or most < BELOW:
        return sure(most)
    if least < BELOW:
        return f"up to {sure(most)}"
    if not sure(least)[0].isdigit():
        return sure(least)
    words = sure(most)
    return between(sure(least), words) if words[0].isdigit() else f"from {sure(least)}"


def _frame(axes, places: Mapping[tuple[str, str], float], most: float, months: int) -> None:
    axes.set_xscale("log")
    axes.set_xlim(LEAST / 1.3, max(most, YEAR) * 1.5)
    bottom = max(places.values()) + 0.6
    axes.set_ylim(bottom, -0.45)
    axes.axvspan(YEAR, max(most, YEAR) * 10, color=style.BAND, lw=0, zorder=0)
    for at, words, side in (
        (TENTH_OF_YEAR, "over a tenth of\na year: binds  ", "right"),
        (YEAR, "  over a year:\n  out of reach", "left"),
    ):
        axes.axvline(at, color=style.WARNING, lw=0.9, ls="-" if at == YEAR else (0, (4, 2)), zorder=1)
        at_top = axes.get_xaxis_transform()
        axes.text(at, 1.005, words, transform=at_top, ha=side, va="bottom", color=style.WARNING, fontsize=8.6)
    for column, words in zip(COLUMNS, ("binds\ntoday", f"in {months}\nmonths"), strict=True):
        axes.text(column, 1.005, words, transform=axes.transAxes, va="bottom", color=style.MUTED, fontsize=8.6)
    names = [STAGE_WORDS[stage] if not target else TARGETS[target] for stage, target in places]
    axes.set_yticks(list(places.values()), names)
    for tick, (_, target) in zip(axes.get_yticklabels(), places, strict=True):
        tick.set_fontweight("normal" if target else "semibold")
    axes.minorticks_off()
    axes.set_xticks(list(TICKS.values()), list(TICKS), fontsize=8.2)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=style.GRID, lw=0.6)
    axes.set_xlabel("Time on all of a lab’s computing today (log scale)")


def _behind(results: Results, stage: str, target: str, lab, end: str) -> list[dict]:
    """One row today and one a scenario over the horizon: the percentiles and both chances."""
    rows, first = [], next(iter(results.values()))
    for scenario, result, span in ((TODAY, first, ""), *((name, one, AHEAD) for name, one in results.items())):
        q = result.quantities[f"months{span}.{end}"]
        chances = {f"over_{k}": result.chances[f"{k}{span}.{end}"].probability for k in ("tenth", "year")}
        about = {"stage": stage, "target": target, "lab": lab.name, "scenario": scenario, "id": q.id, "unit": q.unit}
        rows.append(about | {f"p{p}": q[p] for p in PERCENTILES} | chances)
    return rows


def _caption(results: Results, table: pd.DataFrame) -> str:
    catalog = next(iter(results.values())).catalog
    names = [lowered(scenario_words(catalog, scenario)) for scenario in results]
    middles = table.pivot_table(index=["stage", "target", "lab"], columns="scenario", values="p50")
    most = (middles.div(middles[next(iter(results))], axis=0) - 1).drop(columns=TODAY).abs().max().max()
    apart = f", at most {PERCENT * most:.0f}% from the first" if names[1:] else ""
    return (
        "Mark and bar: median and 90% interval on what a lab has today. Ticks: medians at its mean over "
        f"{catalog.horizon.months} months under {', '.join(names)}{apart}. Red: today's "
        "median is over the line. Right: the least and the largest chance over labs. Stages are nested and not added up."
    )


def _alt(results: Results, table: pd.DataFrame, labs: int) -> str:
    own = table[table["scenario"] == TODAY].set_index(["stage", "target"])["p50"]

    def between(stage: str, target: str) -> str:
        """The least and the largest median over labs."""
        found = own.loc[[(stage, target)]]
        return f"{in_time(found.min())} to {in_time(found.max())}"

    return (
        f"Thin bars on a log axis of time, {labs} labs in each of 12 rows. Medians over labs: fine-tuning the following model "
        f"{between('sft', 'own_next')}, base training at 10²⁶ operations {between('base', 'flop_1e26')}, all research behind a US frontier "
        f"run {between('research', 'us_frontier')}."
    )


def lag_figure(result: Result, lab: str) -> Figure:
    """Three routes to the lag that a lab's harvests close, on one log axis and never averaged, over the observed gaps."""
    import matplotlib.style

    routes = {ROUTE_WORDS[route]: result.quantities[f"lag.{route}.{lab}"] for route in ROUTES}
    gaps = {GAP_WORDS[row]: result.quantities[f"gap.{row}"] for row in OBSERVED}
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, LAG_ROW * (len(routes) + len(gaps) + 1) + 0.55)
        for place, q in enumerate(routes.values()):
            low, middle, high = (max(q[p], LEAST) for p in (5, 50, 95))
            axes.plot([low, high], [place, place], color=style.ACCENT_LIGHT, lw=4.5, solid_capstyle="butt")
            axes.plot(middle, place, "o", color=style.ACCENT, ms=5.8, mec="white", mew=1, clip_on=False, zorder=3)
            _beside(axes, place, lab_months(q[50]))
        for place, q in enumerate(gaps.values(), start=len(routes) + 1):
            axes.plot([q[50], q[50]], [place, -0.5], color=style.INK, lw=0.9, ls=(0, (2, 2)), zorder=1)
            axes.plot(q[50], place, "v", color="white", ms=6, mec=style.INK, mew=1.1, zorder=3)
            _beside(axes, place, gap_words(q[50]))
        last = len(routes) + len(gaps)
        axes.set_yticks(range(last + 1), [*routes, "Gaps that others observed", *gaps])
        axes.get_yticklabels()[len(routes)].set_fontweight("semibold")
        axes.set_ylim(last + 0.5, -0.6)
        axes.set_xscale("log")
        axes.set_xlim(LEAST / 1.8, max(q[95] for q in (*routes.values(), *gaps.values())) * 1.8)
        axes.minorticks_off()
        ticks = {words: at for words, at in TICKS.items() if at < axes.get_xlim()[1]}
        axes.set_xticks(list(ticks.values()), list(ticks))
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=style.GRID, lw=0.6)
        axes.set_xlabel("Months of lag (log scale; bar: 90% interval; mark: median)")
        svg = as_svg(drawing)
    name = result.catalog.get("labs", lab).name
    return Figure("lag", svg, _lag_caption(result, name, routes), _lag_alt(name, routes, gaps), _lag_rows(routes, gaps))


def _beside(axes, place: float, words: str) -> None:
    column = axes.get_yaxis_transform()
    axes.text(1.02, place, words, transform=column, va="center", fontsize=9, fontweight="semibold", clip_on=False)


def _lag_caption(result: Result, name: str, routes: Mapping[str, Quantity]) -> str:
    none = " A bar to the left edge begins at none." if any(q[5] < LEAST for q in routes.values()) else ""
    return (
        f"Experimental: what all of {name}’s harvests in {result.catalog.horizon.months} months would close of a lag, by three routes that measure "
        f"different things and are never averaged.{none} Triangles and dashed lines: gaps as observed by others, not of this lab alone."
    )


def _lag_alt(name: str, routes: Mapping[str, Quantity], gaps: Mapping[str, Quantity]) -> str:
    medians = ", ".join(lab_months(q[50]) for q in routes.values())
    seen = ", ".join(gap_words(q[50]) for q in gaps.values())
    return f"Three horizontal bars for {name} on a log axis of months, from the top with medians {medians}; dashed upright lines at {seen}."


def _lag_rows(routes: Mapping[str, Quantity], gaps: Mapping[str, Quantity]) -> pd.DataFrame:
    found = [("route", words, q) for words, q in routes.items()] + [("gap", words, q) for words, q in gaps.items()]
    return pd.DataFrame(
        [
            {"kind": k, "row": w, "id": q.id, "label": q.label, "unit": q.unit} | {f"p{p}": q[p] for p in PERCENTILES}
            for k, w, q in found
        ]
    )
