"""What we tell people: figures, tables and the brief. Computes no result."""

from analysis.reporting.figures import Figure, delivery_figure, figures, stage_figure

__all__ = ["Figure", "delivery_figure", "figures", "stage_figure"]
