"""Figures for paper: intervals before points, words on log axes, a caption, an alt text and the numbers behind each."""

import io
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.insight import main_lab
from analysis.model.constants import (
    BINDS_FROM_YEARS,
    HOURS_PER_DAY,
    HOURS_PER_MONTH,
    MONTHS_PER_YEAR,
    SECONDS_PER_HOUR,
)
from analysis.reporting import style
from analysis.reporting.wording import amount, in_time, interval, lowered
from analysis.scenarios import Result
from analysis.scenarios.results import PERCENTILES

STAGE_ROWS = (
    ("remake", "own_next", "Write the harvest with its own model"),
    ("sft", "own_next", "Fine-tune {model} on the harvest"),
    ("rl", "own_next", "Reinforcement learning, {model}"),
    ("base", "own_next", "Base training, {model}"),
    ("research", "own_next", "All research behind {model}"),
    ("base", "flop_1e26", "Base training, 10²⁶ operations"),
)
TICKS = (
    ("1 minute", 1 / 60),
    ("10 minutes", 1 / 6),
    ("2 hours", 2),
    ("1 day", HOURS_PER_DAY),
    ("10 days", 10 * HOURS_PER_DAY),
    ("1 year", MONTHS_PER_YEAR * HOURS_PER_MONTH),
)
LEAST = 1 / SECONDS_PER_HOUR / HOURS_PER_MONTH  # one second: what a log axis shows of nothing
TENTH_OF_YEAR = BINDS_FROM_YEARS * MONTHS_PER_YEAR


@dataclass(frozen=True)
class Figure:
    """A drawing as SVG with what a reader who cannot see it needs: caption, alt text (40 to 300 characters), table."""

    name: str
    svg: str
    caption: str
    alt: str
    table: pd.DataFrame

    def _repr_html_(self) -> str:
        """As a notebook shows it."""
        body = self.svg[self.svg.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{escape(self.alt)}"', 1)
        return f"<figure>{body}<figcaption>{escape(self.caption)}</figcaption></figure>"


def stage_figure(result: Result) -> Figure:
    """Need by stage for the lab with the largest harvest, in months of its own compute, on a log axis."""
    import matplotlib.style

    lab = main_lab(result)
    model = result.catalog.get("students", lab.next_model).name
    rows = [
        (words.format(model=model), result.quantities[f"months.{stage}.{lab.id}.{target}"])
        for stage, target, words in STAGE_ROWS
    ]
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, 2.35)
        _threshold(axes, len(rows))
        for place, (_, quantity) in enumerate(reversed(rows)):
            _bar(axes, place, quantity[5], quantity[50], quantity[95], binds=quantity[50] > TENTH_OF_YEAR)
        axes.set_xscale("log")
        axes.set_ylim(-0.6, len(rows) + 0.05)
        axes.set_yticks(range(len(rows)), [words for words, _ in reversed(rows)])
        axes.set_xticks([hours / HOURS_PER_MONTH for _, hours in TICKS], [words for words, _ in TICKS])
        axes.set_xlim(max(LEAST, min(q[5] for _, q in rows)) * 0.6, max(TENTH_OF_YEAR, *(q[95] for _, q in rows)) * 3)
        axes.minorticks_off()
        axes.set_xlabel(
            f"Time on all of {lab.name}’s computing (log scale; bar: 90% interval; mark and number: median)"
        )
        svg = as_svg(drawing)
    tuned, base = rows[1][1], rows[-1][1]
    alt = (
        f"Six horizontal bars on a log axis of months of {lab.name}'s whole computing. Fine-tuning on the harvest: "
        f"{amount(tuned[50])} months. Base training at ten to the 26th operations: {amount(base[50])} months. The others lie between or near them."
    )
    table = pd.DataFrame([{"stage": words, "unit": q.unit} | {f"p{p}": q[p] for p in PERCENTILES} for words, q in rows])
    caption = (
        f"What each stage would take of {lab.name}'s own computing. A diamond marks a median past the line that we chose "
        "for binding. Stages of one model are nested and are not added up."
    )
    return Figure("stages", svg, caption, alt, table)


def delivery_figure(result: Result) -> Figure:
    """Cumulative H200s delivered to China: history, then the scenario's median and 90% interval."""
    import matplotlib.style
    from matplotlib.patheffects import withStroke

    series = [q for i, q in result.quantities.items() if i.startswith("cumulative.")]
    what = "H200s" if series[-1].unit == "chips" else "H200 equivalents"
    start = [q.month for q in series].index(result.catalog.horizon.evidence_to.isoformat()[:7])
    x = list(range(len(series)))
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, 1.6)
        axes.fill_between(x, [q[5] for q in series], [q[95] for q in series], color=style.ACCENT, alpha=0.2, lw=0)
        axes.plot(x, [q[50] for q in series], color=style.ACCENT, lw=2)
        axes.axvline(start, color=style.MUTED, lw=0.8, ls=(0, (3, 3)))
        top = max(q[95] for q in series) * 1.18 or 1
        for edge in (5, 95):
            axes.plot(x, [q[edge] for q in series], color=style.ACCENT_LIGHT, lw=0.9)
        axes.text(start - 0.4, top * 0.97, "evidence ends", ha="right", va="top", color=style.MUTED, fontsize=8.8)
        last = series[-1]
        for percentile, words in ((95, "95th percentile"), (50, "median"), (5, "5th percentile")):
            axes.annotate(
                f"{words} {amount(last[percentile])}",
                (x[-1], last[percentile]),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.8,
                path_effects=[withStroke(linewidth=3, foreground="white")],
            )
        ticks = [i for i, q in enumerate(series) if q.month.endswith("-01")]
        axes.set_xticks(ticks, [series[i].month[:4] for i in ticks])
        axes.set(xlim=(0, len(series) * 1.22), ylim=(0, top), ylabel=f"{what}, cumulative")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.tick_params(axis="y", length=0, labelcolor=style.MUTED)
        axes.grid(axis="y", color=style.GRID, lw=0.6)
        svg = as_svg(drawing)
    scenario = result.catalog.get("scenarios", result.parameters.scenario)
    alt = (
        f"Line with a 90% band: cumulative {what} delivered to China from {series[0].month} to {last.month}. "
        f"Flat at zero until mid-2026, then a median of {amount(last[50])} by the end, 90% interval {interval(last[5], last[95])}."
    )
    table = pd.DataFrame([{"month": q.month, "unit": q.unit} | {f"p{p}": q[p] for p in PERCENTILES} for q in series])
    caption = f"{what} delivered to China in all, {lowered(scenario.name)}: median and 90% interval."
    return Figure("deliveries", svg, caption, alt, table)


def canvas(width: float, height: float):
    """An empty drawing of a size in inches, and its axes."""
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(width, height), layout="constrained")
    axes = drawing.subplots()
    axes.set_axisbelow(True)
    return drawing, axes


def _threshold(axes, rows: int) -> None:
    axes.axvspan(TENTH_OF_YEAR, 1e6, color=style.BAND, lw=0)
    axes.axvline(TENTH_OF_YEAR, color=style.WARNING, lw=0.9)
    words = "more than a\ntenth of a year"
    axes.text(
        TENTH_OF_YEAR * 1.12, rows - 0.45, words, color=style.WARNING, fontsize=8.6, va="center", linespacing=0.95
    )
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=style.GRID, lw=0.6)


def _bar(axes, place: int, low: float, middle: float, high: float, *, binds: bool) -> None:
    colour, light = (style.WARNING, style.WARNING_LIGHT) if binds else (style.ACCENT, style.ACCENT_LIGHT)
    low, middle, high = (max(months, LEAST) for months in (low, middle, high))
    axes.plot([low, high], [place, place], color=light, lw=5.5, solid_capstyle="round")
    axes.plot(middle, place, "D" if binds else "o", color=colour, ms=6, mec="white", mew=1)
    column = axes.get_yaxis_transform()  # values stand in a column of their own, right of the axis
    axes.text(1.02, place, in_time(middle), transform=column, va="center", fontweight="semibold", clip_on=False)


def as_svg(drawing) -> str:
    """A drawing as SVG text that names neither the day nor the program that made it."""
    out = io.StringIO()
    drawing.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def figures(result: Result) -> list[Figure]:
    """The figures of a brief, in order."""
    return [stage_figure(result), delivery_figure(result)]
