"""What we tell people: figures, tables and the brief. Computes no result.

Names are imported when they are first used, so that a command that prints a table does not wait for matplotlib.
"""

from importlib import import_module
from typing import Any

__all__ = ["Figure", "delivery_figure", "stage_figure"]


def __getattr__(name: str) -> Any:
    """The figures of a brief, imported on first use."""
    if name in __all__:
        return getattr(import_module("analysis.reporting.figures"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
