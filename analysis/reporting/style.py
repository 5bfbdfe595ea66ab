"""Palette and type of figures, shared with the templates. One accent; the warning colour only where something binds."""

import logging
from functools import cache
from pathlib import Path

INK, MUTED, ACCENT, WARNING = "#1b2733", "#4d5c69", "#0b5a7a", "#b5482a"
ACCENT_LIGHT, WARNING_LIGHT = "#6f94a6", "#c2775d"  # bars: at least 3:1 on white
BAND, RULE, GRID = "#f6e9e4", "#c5ced6", "#e6ebef"
SANS = "Source Sans Pro"
FONT_FILES = {
    "font_source_sans_pro": ("Regular", "It", "Semibold", "Bold"),
    "font_source_serif_pro": ("Regular", "It", "Semibold", "Bold"),
}


def font_files() -> list[Path]:
    """The open-licence font files that briefs and figures use, in a fixed order."""
    from importlib.resources import files

    found = []
    for package, weights in FONT_FILES.items():
        family = "SourceSansPro" if "sans" in package else "SourceSerifPro"
        folder = Path(str(files(package))) / "files"
        found += [folder / f"{family}-{weight}.otf" for weight in weights]
    return found


@cache
def _register_fonts() -> None:
    # A first start in a new home folder builds matplotlib's font cache and says so; a notebook would record it.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import font_manager

    for path in font_files():
        font_manager.fontManager.addfont(path)


def rc() -> dict[str, object]:
    """Settings for every figure: chart text as paths, no date, a fixed salt, no frame."""
    _register_fonts()
    return {
        "font.family": SANS,
        "font.size": 9.5,
        "text.color": INK,
        "svg.fonttype": "path",
        "svg.hashsalt": "chipbrief",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.edgecolor": RULE,
        "axes.labelcolor": MUTED,
        "xtick.color": MUTED,
        "ytick.color": INK,
        "figure.constrained_layout.use": True,
    }
