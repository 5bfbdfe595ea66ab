"""How results are produced: notebooks run safely, editions written whole or not at all.

Names are imported when they are first used, so that a command can arrange its surroundings before matplotlib is loaded.
"""

from typing import Any

__all__ = ["brief", "publish"]


def __getattr__(name: str) -> Any:
    """``publish`` and ``brief``, imported on first use."""
    if name == "publish":
        from analysis.runner.editions import publish

        return publish
    if name == "brief":
        from analysis.runner.jobs import brief

        return brief
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
