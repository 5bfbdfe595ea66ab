"""Figure of the export controls: the same chips under each rule, a word in every cell, colour only beside it."""

from collections.abc import Iterable

import pandas as pd

from analysis.catalog import Catalog
from analysis.insight.migration import Move, changed_by, migration, migration_days, migration_rows
from analysis.reporting import style
from analysis.reporting.control_tables import day_words, footnote, short
from analysis.reporting.figures import Figure, as_svg, canvas

CHIPS = ("a100", "h100", "a800", "h800", "h20", "mi308x", "h200", "mi325x", "b30a", "b300")
WHITE = "#ffffff"
# Ground and ink of a cell by what it says first; the words in it say the same.
COLOURS = {
    "not_required": (WHITE, style.MUTED),
    "exception": (style.GRID, style.INK),
    "unclear": (WHITE, style.INK),
    "presumption_of_approval": (style.GRID, style.INK),
    "case_by_case": (style.ACCENT, WHITE),
    "presumption_of_denial": (style.WARNING, WHITE),
    "not stated": (style.BAND, style.INK),
}
ROW, FRAME = 0.31, 0.75  # inches: of a row, and of the headings


def migration_figure(catalog: Catalog, chips: Iterable[str] = CHIPS) -> Figure:
    """A grid of chips and rule days, a word and a ground for what the law said of each for China."""
    import matplotlib.style

    chips = list(chips)
    rows, days = migration(catalog, chips), migration_days(catalog)
    with matplotlib.style.context(style.rc(), after_reset=True):
        drawing, axes = canvas(6.9, ROW * len(rows) + FRAME)
        for place, row in enumerate(rows):
            for column, move in enumerate(row):
                _cell(axes, column, place, move)
        axes.set_xlim(-0.5, len(days) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [row[0].chip.name.partition(" (")[0] for row in rows])
        headings = [day_words(day).replace(" 20", "\n20", 1) for day in days]
        axes.set_xticks(range(len(days)), [_broken(text) for text in headings])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        svg = as_svg(drawing)
    last = [row[-1] for row in rows]
    eased = [m.chip.name for m in last if m.status.review == "case_by_case"]
    denied = [m.chip.name for m in last if m.status.review == "presumption_of_denial"]
    alt = (
        f"Grid of {len(rows)} products against {len(days)} dates. In the last column {len(eased)} are weighed singly, "
        f"among them {_some(eased)}; {len(denied)} stay refused in principle, among them {_some(denied)}."
    )
    rules = "; ".join(f"{day_words(day)}: {_names(catalog, day)}" for day in days)
    caption = f"Licence for export to China, unlisted party, by the law alone. {rules}. {footnote(catalog, [r[0].chip for r in rows])}"
    return Figure("migration", svg, caption.strip(), alt, pd.DataFrame(migration_rows(catalog, chips)))


def _cell(axes, column: int, place: int, move: Move) -> None:
    from matplotlib.patches import Rectangle

    status = move.status
    asked = status.licence in ("required", "required_by_letter")
    key = ("not stated" if status.review == "unclear" else status.review) if asked else status.licence
    ground, ink = COLOURS[key]
    hatch = "////" if status.licence == "unclear" else None
    axes.add_patch(Rectangle((column - 0.48, place - 0.46), 0.96, 0.92, fc=ground, ec=style.RULE, lw=0.6, hatch=hatch))
    box = {"fc": WHITE, "ec": "none", "pad": 1} if hatch else None
    words = short(status).replace(", ", ",\n")
    axes.text(column, place, words, color=ink, ha="center", va="center", fontsize=8.2, linespacing=0.9, bbox=box)


def _broken(text: str) -> str:
    return text if "\n" in text else text.replace(" ", "\n", 1)


def _some(names: list[str]) -> str:
    """Two names of a list, the last ones; a word if there is none."""
    return " and ".join(names[-2:]) or "none"


def _names(catalog: Catalog, day) -> str:
    """The instruments that decide from a day, by name."""
    found = [
        rule.name[0].lower() + rule.name[1:] if rule.name[1].islower() else rule.name
        for rule in changed_by(catalog, day)
    ]
    return " and ".join(found) or "end of a rule"
