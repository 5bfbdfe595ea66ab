"""Shapley shares of a variance: what each group of inputs adds to it, on average over the orders in which they vary."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.assumptions.draws import Streams

Swapped = Mapping[str, Array]  # by group, the draws in which it takes its second value, shape (draws,)


class TwoSets(Assumptions):
    """Draws that come from a first set, or from a second where an input's group is ``swapped``.

    ``groups``: the group of an input or an event by its name; what has none stays with the first set.
    """

    def __init__(self, first: Assumptions, second: Assumptions, groups: Mapping[str, str], swapped: Swapped) -> None:
        super().__init__(first.catalog, first.draws, first.seed)
        self._sets, self._groups, self._swapped = (first, second), groups, swapped

    def draw(self, name: str, unit: str) -> Array:
        """As ``Assumptions.draw``, from either set."""
        first, second = (one.draw(name, unit) for one in self._sets)
        return self._chosen(name, first, second)

    def uniform(self, event: str, judged: bool = True) -> Array:
        """As ``Assumptions.uniform``, from either set."""
        first, second = (one.uniform(event, judged) for one in self._sets)
        return self._chosen(event, first, second)

    def _chosen(self, name: str, first: Array, second: Array) -> Array:
        group = self._groups.get(name)
        return first if group is None else np.where(self._swapped[group], second, first)


def variance_shares(
    value: Callable[[Swapped], Array], groups: Sequence[str], draws: int, seed: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Share of the variance of ``value`` by group, and its standard error. Groups must be independent of each other.

    Goda (2021): each draw x goes over to a second one y, group by group, in an order of its own; a step from f- to f+
    adds (f(x) - (f- + f+) / 2) (f- - f+). The mean over draws is unbiased for the Shapley effect, and the effects sum to
    the variance. The error is that of a mean over draws that stand alone; that of the variance itself is left out (low),
    and that the draws are evenly spread (high). ``value`` takes the draws in which each group is swapped. None where
    nothing varies.
    """
    streams = Streams(draws, seed)
    order = np.argsort(np.array([streams.score(f"order {group}") for group in groups]), axis=0)  # (groups, draws)
    place = np.argsort(order, axis=0)
    start = before = value({group: np.zeros(draws, dtype=bool) for group in groups})
    added = np.zeros((len(groups), draws))
    for step in range(len(groups)):
        after = value({group: place[index] <= step for index, group in enumerate(groups)})
        added[order[step], np.arange(draws)] = (start - (before + after) / 2) * (before - after)
        before = after
    whole = float(added.sum(axis=0).mean())
    if whole <= 0:
        return dict.fromkeys(groups, 0.0), dict.fromkeys(groups, 0.0)
    errors = added.std(axis=1) / np.sqrt(draws) / whole
    return dict(zip(groups, (added.mean(axis=1) / whole).tolist(), strict=True)), dict(
        zip(groups, errors.tolist(), strict=True)
    )
