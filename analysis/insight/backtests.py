"""Our own model against what was known already: each computed anew, none of them blind.

Whoever built the model knew these outcomes, so all are marked as made with hindsight, which flatters. Left out: what the
status quo would have said in January 2026 of H200 up to August. Beijing's chance and share, the fill time and the lag are
judged on the deliveries of that August; and sales as written suppose that Beijing admits all, which did not happen.
"""

from dataclasses import replace

import numpy as np
from scipy.special import expit

from analysis.assumptions import Array, Assumptions
from analysis.calibration import Fit, fits
from analysis.catalog import Catalog
from analysis.insight.score_entries import Entry, scored, summed_up
from analysis.insight.scoring import crps, on_scale
from analysis.model.accounts import exchanges_per_account_day, window_days
from analysis.model.history import in_h100e, predicted_stock
from analysis.scenarios.history import TRAINING, year_end
from analysis.scenarios.spec import runnable

BACK_TEST, OURS = "back-test", "chipbrief"
STOCK, STOCK_YEAR = "china-nvidia-2025", 2025
FIRST, SECOND = "feb-2026", "jun-2026-alibaba"  # the disclosure that is fitted, the campaign that is predicted
ENDS = (5, 50, 95)
# Fits: the unit of what is predicted, and how it comes back from the fitted scale.
PREDICTED = {
    "mfu": ("share", expit),
    "harvest": ("share", float),
    "growth": ("H100e", np.exp),
    "price_performance": ("FLOP/s per USD", np.exp),
    "rental": ("USD/hour", np.exp),
}


def backtests(catalog: Catalog, a: Assumptions) -> list[Entry]:
    """Every back-test, each summary followed by its cases."""
    return [stock_of_2025(catalog, a), *june_campaign(catalog, a), *held_out(catalog)]


def stock_of_2025(catalog: Catalog, a: Assumptions) -> Entry:
    """Nvidia's lawful stock in China at the end of 2025 from revenue and prices alone, against the published one."""
    published = catalog.series["installed_compute"][STOCK]
    found = in_h100e(a, predicted_stock(a, retire=False), TRAINING)[:, year_end(STOCK_YEAR)]
    note = (
        f"From Nvidia's revenue and prices alone, set against Epoch AI's {published.central:,.0f} "
        f"({published.low:,.0f} to {published.high:,.0f}). Shares of revenue were set by people who knew it."
    )
    return _of_draws("stock-2025-from-revenue", published.what, "H100e", found, published.central, note)


def june_campaign(catalog: Catalog, a: Assumptions) -> list[Entry]:
    """Exchanges per account of June 2026 from those of February, if accounts lasted and worked as before.

    From empty or from steady state a queue gives each account r / mu, times a factor that rises with the window; any ban
    rate mu lies between two ends. Banned soon: r / mu whatever the window. Never banned: r times the days.
    """
    june = catalog.get("campaigns", SECOND)
    seen = a.draw(f"{SECOND}.exchanges", "exchanges") / a.draw(f"{SECOND}.accounts", "accounts")
    campaigns = runnable(catalog, FIRST)
    exchanges = sum(a.draw(f"{c.id}.exchanges", "exchanges") for c in campaigns)
    accounts = a.draw(f"accounts_{FIRST.replace('-', '_')}", "accounts")
    days = a.draw("window_days_undisclosed", "days")
    daily = exchanges_per_account_day(exchanges=exchanges, accounts=accounts, days=days) * window_days(a, june)
    observed, each = float(seen[0]), float((exchanges / accounts)[0])
    what = "Exchanges per account of the campaign disclosed in June 2026, from February's"
    rise = (
        f"What came is {observed / each:.2f} times February's {each:,.0f}: accounts did more or lasted longer. Better "
        "detection between the two would have lowered it, so a model in which detection improved has to explain this."
    )
    soon = Entry(
        id="june-accounts-banned-soon", kind=BACK_TEST, who=OURS, what=f"{what}, if accounts are banned soon",
        unit="exchanges/account", p50=each, observed=observed, hindsight=True, note=rise,
    )  # fmt: skip
    note = f"February's window is judged, 30 to 240 days, by people who knew June's. {rise}"
    never = _of_draws(
        "june-accounts-never-banned", f"{what}, if none is banned", "exchanges/account", daily, observed, note
    )
    return [scored(soon), never]


def held_out(catalog: Catalog) -> list[Entry]:
    """Each fit with every case predicted from all the others: a summary, then its cases."""
    rows: list[Entry] = []
    for name, fit in fits(catalog).items():
        cases = _cases(name, fit)
        note = (
            "Mean over cases, each predicted by a fit to all the others. Rows were kept and forms chosen with all seen."
        )
        whole = Entry(
            id=f"held-out-{name}", kind=BACK_TEST, who=OURS, what=fit.what, unit=PREDICTED[name][0],
            hindsight=True, note=note,
        )  # fmt: skip
        rows += [summed_up(whole, cases), *cases]
    return rows


def _cases(name: str, fit: Fit) -> list[Entry]:
    unit, back = PREDICTED[name]
    found = []
    for case, row in fit.leave_one_out().iterrows():
        low, middle, high, seen = (
            float(back(x)) for x in (row["low"], (row["low"] + row["high"]) / 2, row["high"], row["seen"])
        )
        entry = Entry(
            id=f"held-out-{name}.{case}", kind=BACK_TEST, who=OURS, what=fit.what, unit=unit, p5=low, p50=middle,
            p95=high, observed=seen, part_of=f"held-out-{name}", hindsight=True,
        )  # fmt: skip
        found.append(scored(entry))
    return found


def _of_draws(identifier: str, what: str, unit: str, draws: Array, observed: float, note: str) -> Entry:
    """A back-test given by draws: the score of their percentiles, as for everybody, and their own beside it."""
    low, middle, high = (float(x) for x in np.percentile(draws, ENDS))
    entry = Entry(
        id=identifier, kind=BACK_TEST, who=OURS, what=what, unit=unit, p5=low, p50=middle, p95=high,
        observed=observed, hindsight=True, note=note,
    )  # fmt: skip
    return replace(scored(entry), crps=crps(draws=on_scale(draws), observed=float(on_scale(observed))))
