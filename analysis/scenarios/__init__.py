"""What if: one scenario at a time, or several side by side, on the same draws."""

from analysis.scenarios.compare import compare
from analysis.scenarios.results import Result
from analysis.scenarios.run import run, run_parameters
from analysis.scenarios.spec import DEFAULTS, Parameters, parameters

__all__ = ["DEFAULTS", "Parameters", "Result", "compare", "parameters", "run", "run_parameters"]
