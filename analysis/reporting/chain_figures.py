"""Figures of the chain: bars in groups on one log axis, and how well the use of peak speed is known."""

from collections.abc import Callable, Mapping
from math import ceil, floor, log10

import pandas as pd

from analysis.insight import main_lab
from analysis.model.constants import HOURS_PER_MONTH
from analysis.reporting import style
from analysis.reporting.chain_tables import KINDS, of_campaign
from analysis.reporting.figures import LEAST, TENTH_OF_YEAR, TICKS, Figure, as_svg, canvas
from analysis.reporting.fit_tables import RL_WAYS, TARGETS, drawn_share, left_out_runs
from analysis.reporting.tables import READING_WORDS
from analysis.reporting.wording import amount, in_time, stated
from analysis.scenarios import Result
from analysis.scenarios.results import PERCENTILES, Quantity

Groups = Mapping[str, Mapping[str, Quantity]]  # heading, words of a row, what it shows
ROW, FRAME = 0.2, 0.75  # inches: of a row, and of the axis with its label
MOST_TICKS = 6
PERCENT = 100


def kinds_figure(result: Result) -> Figure:
    """Kinds of tokens of all named labs under each reading and their mixture, on one log axis."""
    words = {kind: text.partition(":")[0] for kind, text in KINDS.items()}
    groups = {
        heading: {text: result.quantities[f"{kind}.all.{reading}"] for kind, text in words.items()}
        for reading, heading in READING_WORDS.items()
    }
    turn, session = groups[READING_WORDS["turn"]], groups[READING_WORDS["session"]]
    alt = (
        "Horizontal bars on a log axis of tokens, seven kinds under each of three readings and their mixture. "
        f"As turns of an agent: {amount(turn['Processed'][50])} processed, {amount(turn['Trained'][50])} trained. "
        f"As whole sessions: {amount(session['Processed'][50])} and {amount(session['Trained'][50])}."
    )
    caption = "All named labs, each reading alone and the mixture. What is billed and what can be trained on are not the same number."
    svg = grouped(groups, "Tokens (log scale; bar: 90% interval; mark and number: median)", amount, 1, {})
    return Figure("kinds", svg, caption, alt, behind(groups))


def views_figure(result: Result) -> Figure:
    """Fine-tuning of the main lab's next model under each reading, their mixture and each stance."""
    lab = main_lab(result)
    ends = {words: "" if reading == "mixture" else f".{reading}" for reading, words in READING_WORDS.items()}
    tuning, stances = f"months.sft.{lab.id}.own_next", result.catalog.stances
    groups = {
        "Readings": {words: result.quantities[f"{tuning}{end}"] for words, end in ends.items()},
        "Stances": {s.name: result.quantities[f"stance.{name}.{tuning}"] for name, s in stances.items()},
    }
    middles = [q[50] for rows in groups.values() for q in rows.values()]
    alt = (
        f"Horizontal bars on a log axis of time on all of {lab.name}'s computing: four for readings of an exchange, three for "
        f"stances. Medians run from {in_time(min(middles))} to {in_time(max(middles))}."
    )
    caption = f"Fine-tuning {lab.name}'s following model on the harvest. Stances pile every judgement up on one side."
    return Figure("views", _timed(groups, lab.name), caption, alt, behind(groups))


def rl_figure(result: Result) -> Figure:
    """Three ways to size reinforcement learning, for each target of the main lab."""
    lab = main_lab(result)
    groups = {
        heading: {words: result.quantities[f"months.{way}.{lab.id}.{target}"] for way, words in RL_WAYS.items()}
        for target, heading in TARGETS.items()
    }
    following = [q[50] for q in groups[TARGETS["own_next"]].values()]
    alt = (
        f"Horizontal bars on a log axis of time on all of {lab.name}'s computing, three ways of sizing for each of five target "
        f"models. For the following model the medians run from {in_time(min(following))} to {in_time(max(following))}."
    )
    caption = "Three ways to size reinforcement learning, none of them measured at this lab. A diamond marks a median past the line."
    return Figure("rl", _timed(groups, lab.name), caption, alt, behind(groups))


def targets_figure(result: Result) -> Figure:
    """Base training by target, lab by lab: the scale from which chips bind."""
    labs = result.catalog.labs(result.parameters.disclosure)
    groups = {
        lab.name: {words: result.quantities[f"months.base.{lab.id}.{target}"] for target, words in TARGETS.items()}
        for lab in labs
    }
    largest = [q[TARGETS["us_frontier"]][50] for q in groups.values()]
    alt = (
        f"Horizontal bars on a log axis of time on all of a lab's computing: base training at five scales for each of {len(labs)} "
        f"labs. The US frontier run takes from {in_time(min(largest))} to {in_time(max(largest))} at the median."
    )
    caption = "Base training at five scales. A diamond marks a median past the line. The sizes of runs are yardsticks; that of a US frontier run is judged."
    return Figure("targets", _timed(groups, "each lab"), caption, alt, behind(groups))


def pivot_figure(result: Result) -> Figure:
    """By campaign: exchanges taken by the time of detection, and those with a new model among them."""
    groups = {}
    for campaign in result.catalog.campaigns(result.parameters.disclosure):
        taken, moved = (result.quantities[f"{field}.{campaign.id}"] for field in ("by_detection", "pivot"))
        groups[of_campaign(result, campaign)] = {"Taken by detection": taken, "Taken from a new model": moved}
    moved = {heading: rows["Taken from a new model"] for heading, rows in groups.items()}
    most = max(moved, key=lambda heading: moved[heading][50])
    alt = (
        f"Pairs of horizontal bars on a log axis of exchanges, one pair for each of {len(groups)} campaigns. Largest from a new "
        f"model: {most}, median {amount(moved[most][50])}, 90% interval from {amount(moved[most][5])} to {amount(moved[most][95])}."
    )
    caption = "How much leaves before detection, and how much of that a newly released model has answered. Both follow from a time to detection that is judged."
    svg = grouped(groups, "Exchanges (log scale; bar: 90% interval; mark and number: median)", amount, 1, {})
    return Figure("pivot", svg, caption, alt, behind(groups))


def mfu_figure(result: Result) -> Figure:
    """Each run's use of peak speed against the 90% interval that a fit to all other runs gives it."""
    import matplotlib.style

    seen, drawn = left_out_runs(result.catalog), drawn_share(result.catalog)
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, ROW * (len(seen) + 1) + FRAME)
        _range(axes, 0, drawn, moe=True)
        for place, row in enumerate(seen.itertuples(), start=1):
            _range(axes, place, (row.low, row.seen, row.high), moe=row.moe, missed=not row.inside)
        names = [f"{r.name}, {r.chip.removeprefix('NVIDIA ')}" for r in seen.itertuples()]
        axes.set_yticks(range(len(names) + 1), ["Drawn: mixture of experts, Hopper", *names])
        axes.get_yticklabels()[0].set_fontweight("semibold")
        for label, moe in zip(axes.get_yticklabels()[1:], seen["moe"], strict=True):
            label.set_color(style.ACCENT if moe else style.INK)
        axes.set_ylim(-0.7, len(names) + 0.7)
        axes.set_xlim(0, None)
        axes.xaxis.set_major_formatter(lambda value, _: f"{PERCENT * value:.0f}%")
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=style.GRID, lw=0.6)
        axes.axhline(0.5, color=style.RULE, lw=0.8)
        axes.set_xlabel("Share of dense 16-bit peak (bar: 90% interval from all other runs; mark and number: as seen)")
        svg = as_svg(drawing)
    outside = [row.name for row in seen.itertuples() if not row.inside]
    alt = (
        f"{len(seen)} training runs as marks on an axis of the share of peak, each over a bar. Marks run from "
        f"{PERCENT * seen['seen'].min():.0f}% to {PERCENT * seen['seen'].max():.0f}%; {len(outside)} lies outside its bar"
        f"{': ' + ', '.join(outside) if outside else ''}. Below them what is drawn: {PERCENT * drawn[1]:.0f}%."
    )
    caption = "Each run left out in turn and predicted by the rest. Diamonds and blue names: mixtures of experts. A hollow mark lies outside its interval."
    table = seen.rename_axis("run").reset_index()
    return Figure("peak-use", svg, caption, alt, table)


def _range(axes, place: int, ends: tuple[float, float, float], *, moe: bool, missed: bool = False) -> None:
    low, middle, high = ends
    axes.plot([low, high], [place, place], color=style.ACCENT_LIGHT, lw=4.5, solid_capstyle="round")
    face, edge = ("white", style.ACCENT) if missed else (style.ACCENT, "white")
    axes.plot(middle, place, "D" if moe else "o", color=face, ms=6, mec=edge, mew=1.2)
    column = axes.get_yaxis_transform()
    axes.text(
        1.02, place, f"{PERCENT * middle:.0f}%", transform=column, va="center", fontweight="semibold", clip_on=False
    )


def _timed(groups: Groups, lab: str) -> str:
    """Groups on an axis of time on all of a lab's computing, with the line from which chips count as binding."""
    ticks = {hours / HOURS_PER_MONTH: words for words, hours in TICKS}
    label = f"Time on all of {lab}’s computing (log scale; bar: 90% interval; mark and number: median)"
    return grouped(groups, label, in_time, LEAST, ticks, limit=TENTH_OF_YEAR)


def grouped(
    groups: Groups,
    label: str,
    words: Callable[[float], str],
    least: float,
    ticks: Mapping[float, str],
    limit: float = 0,
) -> str:
    """Rows under headings from the top, as SVG. Nothing below ``least`` is shown; past ``limit`` a mark is a diamond."""
    import matplotlib.style

    rows = [row for heading, group in groups.items() for row in ((heading, None), *group.items())]
    shown = [max(q[p], least) for _, q in rows if q is not None for p in (5, 95)]
    low, high = min(shown) / 1.8, max(shown) * 1.8
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, ROW * len(rows) + FRAME)
        for place, (_, quantity) in enumerate(rows):
            if quantity is not None:
                _row(axes, place, quantity, least, words(quantity[50]), binds=0 < limit < quantity[50])
        if low < limit < high:
            axes.axvline(limit, color=style.WARNING, lw=0.9)
            axes.text(limit, -0.05, "a tenth of a year ", color=style.WARNING, fontsize=8.6, ha="right", va="center")
        axes.set_xscale("log")
        axes.set_xlim(low, high)
        axes.set_ylim(len(rows) - 0.4, -0.7)
        axes.set_yticks(range(len(rows)), [text for text, _ in rows])
        for tick, (_, quantity) in zip(axes.get_yticklabels(), rows, strict=True):
            tick.set_fontweight("semibold" if quantity is None else "normal")
        axes.minorticks_off()
        inside = {at: text for at, text in (ticks or _powers(low, high)).items() if low <= at <= high}
        axes.set_xticks(list(inside), list(inside.values()))
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=style.GRID, lw=0.6)
        axes.set_xlabel(label)
        return as_svg(drawing)


def _row(axes, place: int, quantity: Quantity, least: float, words: str, *, binds: bool) -> None:
    low, middle, high = (max(quantity[p], least) for p in (5, 50, 95))
    colour, light = (style.WARNING, style.WARNING_LIGHT) if binds else (style.ACCENT, style.ACCENT_LIGHT)
    axes.plot([low, high], [place, place], color=light, lw=4.5, solid_capstyle="round")
    axes.plot(middle, place, "D" if binds else "o", color=colour, ms=5.5, mec="white", mew=1)
    column = axes.get_yaxis_transform()  # values stand in a column of their own, right of the axis
    axes.text(1.02, place, words, transform=column, va="center", fontweight="semibold", clip_on=False)


def _powers(low: float, high: float) -> dict[float, str]:
    """Powers of ten between two values, in words, few enough to be read."""
    first, last = ceil(log10(low)), floor(log10(high))
    step = max(1, ceil((last - first + 1) / MOST_TICKS))
    return {10.0**power: stated(10.0**power) for power in range(first, last + 1, step)}


def behind(groups: Groups) -> pd.DataFrame:
    """The numbers behind grouped bars, one row a bar."""
    rows = [(heading, words, q) for heading, group in groups.items() for words, q in group.items()]
    return pd.DataFrame(
        [{"group": g, "row": w, "id": q.id, "unit": q.unit} | {f"p{p}": q[p] for p in PERCENTILES} for g, w, q in rows]
    )
