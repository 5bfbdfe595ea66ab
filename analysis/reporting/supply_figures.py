"""Figures of supply: computing power by channel over time, deliveries policy by policy, and others' computing power over China's."""

import pandas as pd

from analysis.model.history import history_months
from analysis.reporting import style
from analysis.reporting.figures import Figure, as_svg, canvas
from analysis.reporting.supply_tables import (
    CERTAIN,
    CHANNELS,
    POSTURES,
    TRAINING,
    WHOSE,
    nothing_arrives,
    regime_words,
    sure,
)
from analysis.reporting.wording import amount, interval, stated
from analysis.scenarios.supply_series import REFERENCE, REGIMES, SupplySeries

LINES = ((style.ACCENT, "-"), (style.INK, (0, (5, 2))), (style.MUTED, (0, (1, 1))))
SERIES = dict(zip(REGIMES, LINES, strict=True))
PANELS = tuple(name for name in CHANNELS if name != "owned")
YARDSTICKS = {"h100e_flop": "16-bit speed", "h100e_bandwidth": "memory bandwidth"}
LEAST_STOCK = 1e4  # H100e: what a log axis shows of the years before a channel mattered
TIMES = (2, 5, 10, 20, 50, 100, 200, 500)
ROW, FRAME = 0.2, 0.75  # inches: of a row, and of the axis with its label
GROUP = 2.6  # rows to a policy: two, and the space between
THIN, WIDE = 1.8, 4.5  # points: bars of the two postures
EVERY = 24  # months between the years that are written below


def channels_figure(series: SupplySeries) -> Figure:
    """Stock of computing power by channel and month under each regime, a panel a channel, on one log axis."""
    import matplotlib.style
    from matplotlib.figure import Figure as Drawing

    table = series.channels[(series.channels["yardstick"] == TRAINING) & series.channels["channel"].isin(PANELS)]
    now = len(history_months(series.catalog.horizon)) - 1
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing = Drawing(figsize=(6.9, 4.5), layout="constrained")
        panels = drawing.subplots(2, len(PANELS) // 2, sharex=True, sharey=True)
        for axes, channel in zip(panels.flat, PANELS, strict=True):
            found = table[table["channel"] == channel]
            _bands(axes, {key: rows for key, rows in found.groupby("regime", sort=False)}, SERIES, REFERENCE, now)
            axes.set_title(_in_two_lines(CHANNELS[channel]), fontsize=9.2, loc="left", color=style.INK, linespacing=1)
            axes.set_ylim(LEAST_STOCK, table["p95"].max() * 1.6)
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter(lambda value, _: stated(value))
            _time(axes, series, list(dict.fromkeys(found["month"])), say=channel == PANELS[0])
        names = [regime_words(series.catalog, regime) for regime in REGIMES]
        drawing.legend(_handles(LINES), names, loc="outside upper left", ncols=1, frameon=False, fontsize=9)
        drawing.supylabel("H100 equivalents (log scale)", fontsize=9, color=style.MUTED)
        svg = as_svg(drawing)
    last = table[(table["regime"] == REFERENCE) & (table["month"] == table["month"].max())].set_index("channel")
    largest = last.drop("total")["p50"].idxmax()
    alt = (
        f"Six panels of lines with bands on a log axis, by channel and for all. In {table['month'].max()} China uses "
        f"{amount(last.loc['total', 'p50'])} H100 equivalents at the median of the first regime; the largest channel is "
        f"“{CHANNELS[largest]}”, {amount(last.loc[largest, 'p50'])}."
    )
    caption = (
        "Line: median; band: 90% interval, by 16-bit speed. A regime without a line of its own leaves the channel as the first does. Medians of channels do "
        f"not add up to the median of all. Rented is a service from abroad, not owned. Nothing below {amount(LEAST_STOCK)} is shown."
    )
    return Figure("channels", svg, caption, alt, table.reset_index(drop=True))


def year_figure(matrix: pd.DataFrame) -> Figure:
    """Chips in the first 12 months under each policy, if Beijing rations and if it admits all, on one log axis."""
    import matplotlib.style

    shown = matrix[matrix["id"].str.endswith(tuple(f".{posture}" for posture in POSTURES))]
    some = shown[shown.groupby("policy")["none12"].transform("min") < 1]
    policies = list(dict.fromkeys(some.sort_values("months12_p50", ascending=False)["policy"]))
    places = {(p, posture): GROUP * i + j for i, p in enumerate(policies) for j, posture in enumerate(POSTURES)}
    least = min(some.loc[some["months12_p50"] > 0, "months12_p50"], default=1) / 10
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, ROW * GROUP * len(policies) + FRAME)
        drawing.get_layout_engine().set(rect=(0, 0, 0.985, 1))
        for row in some.itertuples():
            _delivered(axes, places[row.policy, row.id.rpartition(".")[2]], row, least)
        axes.set_xscale("log")
        axes.set_xlim(least, max(some["months12_p95"], default=1) * 1.6)
        axes.set_ylim(GROUP * len(policies) - 1.2, -1.3)
        products = dict(zip(some["policy"], some["chips"], strict=True))
        ticks = [GROUP * place + 0.5 for place in range(len(policies))]
        axes.set_yticks(ticks, [f"{policy}\n{_chips(products[policy])}" for policy in policies], linespacing=1.05)
        axes.xaxis.set_major_formatter(lambda value, _: stated(value))
        axes.minorticks_off()
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=style.GRID, lw=0.6)
        axes.set_xlabel("Chips in 12 months (log scale; bar: 90% interval, to the edge if it begins at none)")
        column = axes.get_yaxis_transform()
        for at, words in ((1.02, "median"), (1.21, "none")):
            axes.text(at, -0.95, words, transform=column, va="center", color=style.MUTED, fontsize=8.8)
        axes.legend(_marks(), list(POSTURES.values()), loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
        svg = as_svg(drawing)
    table = shown[["id", "policy", "posture", "chips", "none12", "months12_p5", "months12_p50", "months12_p95"]]
    return Figure(
        "first-year", svg, _year_caption(matrix), _year_alt(shown, len(policies)), table.reset_index(drop=True)
    )


def _year_caption(matrix: pd.DataFrame) -> str:
    none = "; ".join(nothing_arrives(matrix)) or "none"
    refused = matrix.loc[matrix["id"].str.endswith(".block"), "none12"]
    return (
        "New chips in the first 12 months, each product by number and not by speed; those of two products are added. Right: "
        f"median, and the chance of not one chip. Policies that bring none on any draw: {none}."
        f"{' If Beijing refuses, no policy brings any.' if (refused == CERTAIN).all() else ''}"
    )


def _year_alt(shown: pd.DataFrame, policies: int) -> str:
    """Of the pairs of bars, the largest median of each posture."""
    by_id = shown.set_index("id")["months12_p50"]
    words = []
    for posture, name in POSTURES.items():
        most = by_id[by_id.index.str.endswith(f".{posture}")].idxmax()
        policy = shown.loc[shown["id"] == most, "policy"].iloc[0]
        words.append(f"{name}: at most {amount(by_id[most])} (“{policy}”)")
    return (
        f"Pairs of horizontal bars on a log axis of chips, one pair for each of {policies} policies. Medians, if {words[0]}; if "
        f"{words[1]}. The present rule, rationed: {amount(by_id[REFERENCE])}."
    )


def ratios_figure(series: SupplySeries) -> Figure:
    """Computing power of five US firms and of the world over what China owns, by speed and by bandwidth, on a log axis."""
    import matplotlib.style
    from matplotlib.figure import Figure as Drawing

    table = series.ratios
    keys = dict(zip(YARDSTICKS, LINES, strict=False))
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing = Drawing(figsize=(6.9, 3.1), layout="constrained")
        panels = drawing.subplots(1, len(WHOSE), sharey=True)
        for axes, (whose, words) in zip(panels, WHOSE.items(), strict=True):
            found = table[table["whose"] == whose]
            _bands(axes, {key: rows for key, rows in found.groupby("yardstick", sort=False)}, keys)
            axes.set_title(f"{words} over China", fontsize=9.5, loc="left", color=style.INK)
            axes.set_yscale("log")
            low, high = table["p5"].min() / 1.3, table["p95"].max() * 1.3
            axes.set_ylim(low, high)
            axes.set_yticks([t for t in TIMES if low < t < high], [f"{t} times" for t in TIMES if low < t < high])
            axes.minorticks_off()
            _time(axes, series, list(dict.fromkeys(found["month"])), say=True, every=EVERY // 2)
        names = [f"by {words}" for words in YARDSTICKS.values()]
        drawing.legend(_handles(keys.values()), names, loc="outside upper left", ncols=2, frameon=False, fontsize=9)
        svg = as_svg(drawing)
    ends = table[(table["whose"] == "us") & (table["yardstick"] == TRAINING)].set_index("month")
    first, last = ends.iloc[0], ends.iloc[-1]
    alt = (
        f"Two panels of lines with bands on a log axis of times. Five US firms over China by 16-bit speed: {amount(first['p50'])} in "
        f"{ends.index[0]}, and {amount(last['p50'])} in {ends.index[-1]}, 90% interval {interval(last['p5'], last['p95'])}."
    )
    caption = (
        f"Over what China owns under “{regime_words(series.catalog, REFERENCE)}”; rented chips are not in it. Line: median; band: 90% interval. "
        "The others’ growth is judged and none of their chips is retired, so the ratios are high, later ones more so."
    )
    return Figure("ratios", svg, caption, alt, table)


def _bands(axes, rows: dict[str, pd.DataFrame], lines: dict[str, tuple], base: str | None = None, now: int = 0) -> None:
    """A band and a median for each series; of others than the ``base`` only months from ``now``, and none if it is the same."""
    ends = ["p5", "p50", "p95"]
    for key, (colour, dashes) in lines.items():
        first = now if key != base else 0
        if base not in (None, key) and (rows[key][ends].to_numpy() == rows[base][ends].to_numpy()).all():
            continue
        found = rows[key][ends].where(rows[key][ends] > 0).iloc[first:]
        x = range(first, first + len(found))
        axes.fill_between(x, found["p5"], found["p95"], color=colour, alpha=0.13, lw=0)
        for end in ("p5", "p95"):
            axes.plot(x, found[end], color=colour, lw=0.7, ls=dashes)
        axes.plot(x, found["p50"], color=colour, lw=1.9, ls=dashes)


def _time(axes, series: SupplySeries, months: list[str], *, say: bool, every: int = EVERY) -> None:
    """Years below, and the line where the evidence ends."""
    at = months.index(history_months(series.catalog.horizon)[-1])
    axes.axvline(at, color=style.MUTED, lw=0.8, ls=(0, (3, 3)))
    if say:
        place = axes.get_xaxis_transform()
        axes.text(
            at - 0.6, 0.98, "evidence\nends", transform=place, ha="right", va="top", color=style.MUTED, fontsize=8.6
        )
    years = [place for place, month in enumerate(months) if month.endswith("-01")][:: every // 12]
    axes.set_xticks(years, [months[place][:4] for place in years])
    axes.set_xlim(0, len(months) - 1)
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0, labelcolor=style.MUTED)
    axes.grid(axis="y", color=style.GRID, lw=0.6)


def _delivered(axes, place: int, row, least: float) -> None:
    posture = row.id.rpartition(".")[2]
    colour, face = (style.MUTED, "white") if posture == "ration" else (style.ACCENT, style.ACCENT)
    ends = [max(value, least) for value in (row.months12_p5, row.months12_p50, row.months12_p95)]
    light, wide = (style.MUTED, THIN) if posture == "ration" else (style.ACCENT_LIGHT, WIDE)
    axes.plot(ends[::2], [place, place], color=light, lw=wide, solid_capstyle="butt")
    axes.plot(ends[1], place, "o", color=face, ms=5.5, mec=colour if face == "white" else "white", mew=1.2)
    column = axes.get_yaxis_transform()
    for at, words in ((1.02, amount(row.months12_p50)), (1.21, sure(row.none12))):
        weight = "semibold" if at < 1.1 else "normal"
        axes.text(at, place, words, transform=column, va="center", fontsize=9, fontweight=weight, clip_on=False)


def _handles(lines) -> list:
    from matplotlib.lines import Line2D

    return [Line2D([], [], color=colour, ls=dashes, lw=1.9) for colour, dashes in lines]


def _marks() -> list:
    """What stands for each posture: a hollow mark and a full one."""
    from matplotlib.lines import Line2D

    hollow = Line2D([], [], color=style.MUTED, lw=THIN, marker="o", ms=5.5, mfc="white", mec=style.MUTED, mew=1.2)
    full = Line2D([], [], color=style.ACCENT_LIGHT, lw=WIDE, marker="o", ms=5.5, mfc=style.ACCENT, mec="white", mew=1.2)
    return [hollow, full]


def _chips(names: str) -> str:
    return names.replace(" Blackwell", "")


def _in_two_lines(words: str) -> str:
    return words.replace(", ", ",\n", 1)
