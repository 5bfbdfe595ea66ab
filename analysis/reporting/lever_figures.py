"""Figures of levers: what each takes from all named labs, and the dose at which it takes as much as denial does."""

from math import log10

import pandas as pd

from analysis.model.constants import HOURS_PER_DAY, HOURS_PER_MONTH
from analysis.model.levers import HARVEST
from analysis.reporting import style
from analysis.reporting.figures import LEAST, Figure, as_svg
from analysis.reporting.lever_tables import METRIC_WORDS, dose_words, lab_months, lever_words
from analysis.reporting.link_tables import between
from analysis.reporting.supply_tables import sure
from analysis.scenarios import Result
from analysis.scenarios.lever_effects import DENIAL, TOGETHER
from analysis.scenarios.levers import BROKEN_EVEN, FIRST_METRIC
from analysis.scenarios.results import PERCENTILES

DAY = HOURS_PER_DAY / HOURS_PER_MONTH
LOST = {LEAST: "0", 1 / 60 / HOURS_PER_MONTH: "a minute", 1 / HOURS_PER_MONTH: "an hour", DAY: "a day"}
LOST |= {1.0: "a month", 100.0: "100 months"}
WON = {10.0: "10 months", 1000.0: "1,000"}
ROW, FRAME = 0.235, 0.95  # inches: of a row, and of the axis with its label and headings
COLUMNS = (1.02, 1.32)  # of the right panel: where the two columns of words begin
APART = 1.4  # rows between the last lever and those together
NEVER, STRIP = 1.16, (1.06, 1.26)  # where "no dose" stands right of the whole
WELL_NIGH_NONE = 0.99  # chance that no dose does from which a lever is named and not drawn


def lever_figure(result: Result) -> Figure:
    """Loss of all named labs by lever in months of their compute: gains left, losses right, each on a log axis."""
    import matplotlib.style
    from matplotlib.figure import Figure as Drawing

    table = _losses(result)
    places = [place + (APART if key in TOGETHER else 0) for place, key in enumerate(table["lever"])]
    lost, won = max(table["p95"].max(), 1) * 1.6, max(-table["p5"].min(), 1) * 1.6
    sides = (((won, DAY), WON), ((LEAST, lost), LOST))
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing = Drawing(figsize=(6.9, ROW * places[-1] + FRAME), layout="constrained")
        decades = [abs(log10(first / last)) for (first, last), _ in sides]  # a decade is as wide on either side
        both = drawing.subplots(1, 2, sharey=True, width_ratios=decades)
        drawing.get_layout_engine().set(wspace=0, w_pad=0.03, rect=(0, 0, 0.985, 1))
        for axes, (limits, ticks) in zip(both, sides, strict=True):
            axes.set_xscale("log")
            axes.set_xlim(*limits)
            _plain(axes, {at: words for at, words in ticks.items() if min(limits) <= at <= max(limits)})
        for place, row in zip(places, table.itertuples(), strict=True):
            marker = "s" if row.on == "api" else "o"
            _bar(both[0], place, (-row.p95, -row.p50, -row.p5), DAY, marker)
            _bar(both[1], place, (row.p5, row.p50, row.p95), LEAST, marker)
            _words(both[1], place, (lab_months(row.p50), "" if pd.isna(row.first) else sure(row.first)))
        both[0].set_yticks([*places, places[-len(TOGETHER)] - 1], [*table["name"], "Together"])
        both[0].get_yticklabels()[-1].set_fontweight("semibold")
        both[0].set_ylim(places[-1] + 0.6, -0.7)
        _headings(both)
        words = "Months of the named labs’ computing (log scales; bar: 90% interval; mark: median)"
        drawing.supxlabel(words, fontsize=9.5, color=style.MUTED)
        svg = as_svg(drawing)
    return Figure("levers", svg, _lever_caption(result), _lever_alt(table), table)


def _losses(result: Result) -> pd.DataFrame:
    """One row a lever: on chips, on the API or both, percentiles of its loss, and its chance of ranking first."""
    rows = []
    for key, name in lever_words(result).items():
        q = result.quantities[f"lever.{FIRST_METRIC}.{key}"]
        chance = result.chances.get(f"rank_first.{FIRST_METRIC}.{key}")
        api = key == "together-providers" or (
            key not in TOGETHER and result.catalog.get("levers", key).acts_on in HARVEST
        )
        about = {"lever": key, "name": name, "on": "api" if api else "chips", "id": q.id, "unit": q.unit}
        rows.append(about | {f"p{p}": q[p] for p in PERCENTILES} | {"first": chance and chance.probability})
    return pd.DataFrame(rows)


def _bar(axes, place: float, ends: tuple[float, float, float], least: float, marker: str) -> None:
    """What lies on this side of zero; what is nearer to zero than ``least`` stands at the edge."""
    low, middle, high = ends
    if high > least:
        axes.plot([max(low, least), high], [place, place], color=style.ACCENT_LIGHT, lw=4.5, solid_capstyle="butt")
    if middle > least or (middle >= 0 and least == LEAST):
        at = max(middle, least)
        axes.plot(at, place, marker, color=style.ACCENT, ms=5.5, mec="white", mew=1, clip_on=False, zorder=3)


def _words(axes, place: float, words: tuple[str, str]) -> None:
    column = axes.get_yaxis_transform()
    for at, text, weight in zip(COLUMNS, words, ("semibold", "normal"), strict=True):
        axes.text(at, place, text, transform=column, va="center", fontsize=9, fontweight=weight, clip_on=False)


def _plain(axes, ticks: dict[float, str]) -> None:
    axes.minorticks_off()
    axes.set_xticks(list(ticks), list(ticks.values()), fontsize=8.8)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=style.GRID, lw=0.6)


def _headings(both) -> None:
    """What either side means, and what stands in the columns right of it; a line at zero between the sides."""
    about = {"va": "bottom", "fontsize": 8.8, "color": style.MUTED}
    both[0].text(1, 1.005, "adds to labs  ", transform=both[0].transAxes, ha="right", **about)
    both[1].text(0, 1.005, "  takes from labs", transform=both[1].transAxes, **about)
    for at, text in zip(COLUMNS, ("median", "chance\nof first"), strict=True):
        both[1].text(at, 1.005, text, transform=both[1].transAxes, **about)
    both[1].axvline(LEAST, color=style.MUTED, lw=1.2)


def _lever_caption(result: Result) -> str:
    return (
        f"Loss over {result.catalog.horizon.months} months at the dose in the data, all named labs added up, against the present rule. Squares: "
        "defences at the API. Shown at 0: gains under a day, losses under a second. Chance of first: that a lever alone takes most. Direct effect; limits on "
        "chips take them from any use, not from harvests alone."
    )


def _lever_alt(table: pd.DataFrame) -> str:
    alone = table[~table["lever"].isin(TOGETHER)]
    most, api = alone.iloc[0], alone[alone["on"] == "api"].iloc[0]
    return (
        f"Horizontal bars on two log axes that meet at zero, {len(alone)} levers and {len(TOGETHER)} sets. Largest: {most['name']}, "
        f"{lab_months(most['p50'])} ({between(lab_months(most['p5']), lab_months(most['p95']))}), first on {sure(most['first'])} of draws. "
        f"Largest at the API: {api['name']}, {lab_months(api['p50'])}."
    )


def break_even_figure(result: Result) -> Figure:
    """The dose at which each other lever takes as much as denial, by months of lab compute and by lag, a panel each."""
    import matplotlib.style
    from matplotlib.figure import Figure as Drawing

    table = _doses(result)
    some = table[table.groupby("lever")["none"].transform("min") < WELL_NIGH_NONE]
    keys = list(dict.fromkeys(some["lever"]))
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing = Drawing(figsize=(6.9, ROW * 1.1 * len(keys) + FRAME), layout="constrained")
        panels = drawing.subplots(1, len(BROKEN_EVEN), sharey=True)
        for axes, metric in zip(panels, BROKEN_EVEN, strict=True):
            for row in some[some["metric"] == metric].itertuples():
                _dose(axes, keys.index(row.lever), row)
            axes.set_title(METRIC_WORDS[metric], fontsize=9.5, loc="left", color=style.INK, pad=16)
            axes.axvspan(*STRIP, color=style.GRID, lw=0)
            _plain(axes, {0: "0", 0.5: "50%", 1: "100%"})
            axes.set_xlim(-0.02, STRIP[1])
            about = {"transform": axes.get_xaxis_transform(), "fontsize": 8.8, "color": style.MUTED, "va": "bottom"}
            axes.text(NEVER, 1.005, "no\ndose", ha="center", linespacing=0.95, **about)
            axes.text(STRIP[1] + 0.04, 1.005, "chance\nof none", linespacing=0.95, **about)
        names = dict(zip(some["lever"], some["name"], strict=True))
        panels[0].set_yticks(range(len(keys)), [names[key] for key in keys])
        panels[0].set_ylim(len(keys) - 0.4, -0.6)
        drawing.supxlabel(
            "Dose, as a share of the whole (bar: 90% interval; mark: median)", fontsize=9.5, color=style.MUTED
        )
        svg = as_svg(drawing)
    return Figure("break-even", svg, _dose_caption(result, table, keys), _dose_alt(some), table)


def _doses(result: Result) -> pd.DataFrame:
    rows = []
    for key, name in lever_words(result, together=False).items():
        for metric in BROKEN_EVEN if key != DENIAL else ():
            q, judged = result.quantities[f"break_even.{metric}.{key}"], result.quantities[f"lever.dose.{key}"][50]
            none = result.chances[f"no_break_even.{metric}.{key}"].probability
            about = {"lever": key, "name": name, "metric": metric, "id": q.id, "unit": q.unit, "judged": judged}
            rows.append(about | {f"p{p}": q[p] for p in PERCENTILES} | {"none": none})
    return pd.DataFrame(rows)


def _dose(axes, place: int, row) -> None:
    """Interval and median of a dose; an end at the whole stands in the strip of no dose."""
    low, middle, high = (NEVER if value >= 1 else value for value in (row.p5, row.p50, row.p95))
    if low < high:
        axes.plot([low, high], [place, place], color=style.ACCENT_LIGHT, lw=4.5, solid_capstyle="butt")
    face, edge = ("white", style.ACCENT) if middle == NEVER else (style.ACCENT, "white")
    axes.plot(middle, place, "o", color=face, ms=5.8, mec=edge, mew=1.1, zorder=3)
    axes.plot(row.judged, place, "|", color=style.INK, ms=11, mew=1.3, zorder=4)
    column = axes.get_yaxis_transform()
    at = (STRIP[1] + 0.02 + 0.04) / (STRIP[1] + 0.02)
    axes.text(
        at, place, sure(row.none), transform=column, va="center", fontsize=9, fontweight="semibold", clip_on=False
    )


def _dose_caption(result: Result, table: pd.DataFrame, drawn: list[str]) -> str:
    left = list(dict.fromkeys(table.loc[~table["lever"].isin(drawn), "name"]))
    words = f" Not drawn, since no dose does on nearly every draw: {'; '.join(left)}." if left else ""
    denial = result.catalog.get("levers", DENIAL).name
    return (
        f"How much of a lever takes as much as “{denial}”, if its effect grows with the dose in proportion. Upright stroke: the dose judged likely. Hollow "
        f"mark: at the median no dose does.{words}"
    )


def _dose_alt(some: pd.DataFrame) -> str:
    first = some[some["metric"] == FIRST_METRIC].sort_values("p50").iloc[0]
    lag = some[some["metric"] != FIRST_METRIC]
    never = lag[lag["none"] < 1].sort_values("none", ascending=False).iloc[0]
    return (
        f"Two panels of horizontal bars, dose from 0 to 100%, {some['lever'].nunique()} rows. By months the least dose: {first['name']}, "
        f"{dose_words(first['p50'])} ({between(dose_words(first['p5']), dose_words(first['p95']))}), none on {sure(first['none'])} of draws. By lag "
        f"most often none: {never['name']}, {sure(never['none'])}."
    )
