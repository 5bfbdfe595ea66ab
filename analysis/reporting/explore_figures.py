"""What the explorer shows of one setting: where chips bind by stage and lab, and chips delivered by month."""

from collections.abc import Sequence
from textwrap import fill

import pandas as pd

from analysis.catalog import Lab
from analysis.reporting import style
from analysis.reporting.explore_words import STAGE_ROWS, over_labs
from analysis.reporting.figures import LEAST, TENTH_OF_YEAR, Figure, as_svg
from analysis.reporting.link_figures import TICKS, YEAR
from analysis.reporting.wording import amount, stated
from analysis.scenarios.explore import SHOWN, View
from analysis.scenarios.results import PERCENTILES, Quantity

MARKERS = "os^vDPX*"  # one for each lab, round again beyond
SIZE = (9.0, 3.9)  # inches
# Panels: left, bottom, width and height as parts of the whole.
LEFT, RIGHT = (0.135, 0.12, 0.45, 0.75), (0.665, 0.12, 0.215, 0.75)
ROW_WIDTH = 20  # letters in a line of a stage's name
SPREAD = 0.78  # what all labs take of a stage's row
WIDEST = 10 * YEAR  # the end of the axis of time, unless something takes longer


def explore_figure(view: View, start: View | None = None) -> Figure:
    """Left: time on all of each lab by stage; right: chips delivered by month. Thin marks: medians of the ``start``."""
    import matplotlib.style
    from matplotlib.figure import Figure as Drawing

    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing = Drawing(figsize=SIZE, layout="none")
        _stages(drawing.add_axes(LEFT), view, start)
        _deliveries(drawing.add_axes(RIGHT), view, start)
        svg = as_svg(drawing)
    moved = " Thin marks and the dashed line: where the controls stood at the start." if start is not None else ""
    caption = (
        "Mark and bar, line and band: median and 90% interval. Left: what each stage would take of all that a lab has today; red "
        f"from a tenth of a year, where chips bind. Stages of one model are nested and are not added up.{moved}"
    )
    return Figure("explore", svg, caption, _alt(view), _behind(view))


def _stages(axes, view: View, start: View | None) -> None:
    labs, most = view.labs, WIDEST
    known = start.result.quantities if start else {}
    for place, (stage, target) in enumerate(SHOWN):
        for number, lab in enumerate(labs):
            at = place + SPREAD * ((number + 0.5) / len(labs) - 0.5)
            q = view.result.quantities[f"months.{stage}.{lab.id}.{target}"]
            _need(axes, at, q, MARKERS[number % len(MARKERS)], known.get(q.id, q))
            most = max(most, q[95])
    axes.set_xscale("log")
    axes.set_xlim(LEAST / 1.3, most * 1.2)
    axes.set_ylim(len(SHOWN) - 0.45, -0.55)
    axes.axvspan(YEAR, most * 10, color=style.BAND, lw=0, zorder=0)
    for at, words, side in ((TENTH_OF_YEAR, "a tenth of a year ", "right"), (YEAR, " a year", "left")):
        axes.axvline(at, color=style.WARNING, lw=0.9, ls="-" if at == YEAR else (0, (4, 2)), zorder=1)
        words_at = axes.get_xaxis_transform()
        axes.text(at, 1.01, words, transform=words_at, ha=side, va="bottom", color=style.WARNING, fontsize=8.8)
    axes.set_yticks(range(len(SHOWN)), [fill(STAGE_ROWS[row], ROW_WIDTH) for row in SHOWN], fontsize=9, linespacing=1.0)
    axes.minorticks_off()
    axes.set_xticks(list(TICKS.values()), list(TICKS), fontsize=8.6)
    axes.tick_params(length=0)
    axes.grid(axis="x", color=style.GRID, lw=0.6)
    for place in range(1, len(SHOWN)):
        axes.axhline(place - 0.5, color=style.GRID, lw=0.6)
    axes.set_xlabel("Time on all of a lab’s computing today (log scale)")
    _name_labs(axes, labs)


def _need(axes, at: float, q: Quantity, marker: str, before: Quantity) -> None:
    binds = q[50] > TENTH_OF_YEAR
    colour, light = (style.WARNING, style.WARNING_LIGHT) if binds else (style.ACCENT, style.ACCENT_LIGHT)
    low, middle, high = (max(q[p], LEAST) for p in (5, 50, 95))
    axes.plot([low, high], [at, at], color=light, lw=2.8, solid_capstyle="butt", zorder=2)
    axes.plot(middle, at, marker, color=colour, ms=5.4, mec="white", mew=0.7, zorder=3)
    if before[50] != q[50]:
        axes.plot(max(before[50], LEAST), at, "|", color=style.INK, ms=8, mew=0.8, zorder=4)


def _name_labs(axes, labs: Sequence[Lab]) -> None:
    """One mark a lab, in the order of the bars, above the panel from its left edge."""
    marks = [axes.plot([], [], MARKERS[n % len(MARKERS)], color=style.ACCENT, ms=5.4)[0] for n in range(len(labs))]
    axes.figure.legend(
        marks, [lab.name for lab in labs], loc="upper left", bbox_to_anchor=(0.005, 1), ncols=len(labs), frameon=False,
        fontsize=8.8, handletextpad=0.1, columnspacing=1.0, borderaxespad=0.2,
    )  # fmt: skip


def _deliveries(axes, view: View, start: View | None) -> None:
    from matplotlib.patheffects import withStroke

    series, before = _series(view), _series(start) if start else []
    x, last = range(len(series)), series[-1]
    axes.fill_between(x, [q[5] for q in series], [q[95] for q in series], color=style.ACCENT, alpha=0.2, lw=0)
    for edge in (5, 95):
        axes.plot(x, [q[edge] for q in series], color=style.ACCENT_LIGHT, lw=0.9)
    axes.plot(x, [q[50] for q in series], color=style.ACCENT, lw=2)
    if any(old.percentiles != new.percentiles for old, new in zip(before, series, strict=False)):
        axes.plot(x, [q[50] for q in before], color=style.INK, lw=0.9, ls=(0, (3, 2)))
    top = max(last[95], before[-1][50] if before else 0) * 1.12 or 1
    now = [q.month for q in series].index(view.result.catalog.horizon.evidence_to.isoformat()[:7])
    axes.axvline(now, color=style.MUTED, lw=0.8, ls=(0, (3, 3)))
    axes.text(now + 0.6, top * 0.985, "evidence\nends", va="top", color=style.MUTED, fontsize=8.6, linespacing=1.0)
    for at, (words, y) in zip(_apart([last[p] / top for p in (5, 50, 95)]), _ends(last), strict=True):
        ground = [withStroke(linewidth=2.5, foreground="white")]
        axes.text(x[-1] + 1, at * top, f"{words} {amount(y)}", va="center", fontsize=8.8, path_effects=ground)
    ticks = [i for i, q in enumerate(series) if q.month.endswith("-01")]
    axes.set_xticks(ticks, [series[i].month[:4] for i in ticks])
    axes.set(xlim=(0, len(series) - 1), ylim=(0, top))
    axes.set_title(f"{_what(view)} delivered in all", loc="left", fontsize=9.5, color=style.INK, pad=4, x=-0.22)
    axes.yaxis.set_major_formatter(lambda value, _: _short(value))
    axes.locator_params(axis="y", nbins=5)
    axes.tick_params(axis="y", length=0, labelcolor=style.MUTED)
    axes.grid(axis="y", color=style.GRID, lw=0.6)


def _ends(last: Quantity) -> list[tuple[str, float]]:
    return [("5%:", last[5]), ("median", last[50]), ("95%:", last[95])]


def _apart(places: Sequence[float], least: float = 0.065) -> list[float]:
    """Places of words from below, moved up until none lies on the next: parts of the axis."""
    found: list[float] = []
    for place in places:
        found.append(max(place, 0.02, found[-1] + least if found else 0))
    return found


def _short(value: float) -> str:
    """A number of chips on an axis: "50,000" below a million, "1.5 million" from there."""
    return stated(value) if value >= 1e6 else f"{value:,.0f}"


def _series(view: View) -> list[Quantity]:
    return [q for i, q in view.result.quantities.items() if i.startswith("cumulative.")]


def _what(view: View) -> str:
    return "H200s" if _series(view)[-1].unit == "chips" else "H200 equivalents"


def _alt(view: View) -> str:
    last = _series(view)[-1]
    return (
        f"Left, bars by stage on a log axis of time, one a lab for {_names(view)}: fine-tuning {over_labs(view, 'sft', 'own_next')}, base "
        f"training at 10²⁶ operations {over_labs(view, 'base', 'flop_1e26')}. Right, a line with a band: {_what(view)} by {last.month}, "
        f"median {amount(last[50])}."
    )


def _names(view: View) -> str:
    return ", ".join(lab.name for lab in view.labs)


def _behind(view: View) -> pd.DataFrame:
    """The numbers behind both panels: one row a stage and lab, then one a month."""
    shown = [q for i, q in view.result.quantities.items() if i.startswith(("months.", "cumulative."))]
    return pd.DataFrame(
        [
            {"id": q.id, "region": q.region, "month": q.month, "unit": q.unit} | {f"p{p}": q[p] for p in PERCENTILES}
            for q in shown
        ]
    )
