"""What we do not know: draws of every input, shared by all scenarios."""

from analysis.assumptions.draws import Assumptions, Streams
from analysis.assumptions.shapes import Array, quantile

__all__ = ["Array", "Assumptions", "Streams", "quantile"]
