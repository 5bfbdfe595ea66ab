"""How results are produced: notebooks run safely, editions written whole or not at all."""

from analysis.runner.editions import publish
from analysis.runner.notebooks import brief

__all__ = ["brief", "publish"]
