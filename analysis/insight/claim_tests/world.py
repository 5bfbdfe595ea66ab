"""What tests of claims look into: one set of draws, with the larger parts of the model made once."""

from analysis.assumptions import Array, Assumptions
from analysis.catalog import Catalog
from analysis.insight.drivers import Known
from analysis.model.channels import Channels, Common, common
from analysis.model.conversion import FLOP
from analysis.scenarios.cases import LabCase, lab_cases
from analysis.scenarios.matrix import cell

JUDGED = "judged"  # the basis of a number that we set


class World:
    """One set of draws for a test. What is made once is kept, so that tests of one world share it."""

    def __init__(self, a: Assumptions) -> None:
        self.a = a
        self._cases: dict[str, list[LabCase]] = {}
        self._shared: dict[str, Common] = {}
        self._cells: dict[tuple[str, str], tuple[dict[str, Array], Channels]] = {}

    @property
    def catalog(self) -> Catalog:
        """The records behind the draws."""
        return self.a.catalog

    @property
    def inputs(self) -> dict[str, Known]:
        """Every input and event drawn so far, in order of their names: label, whether it is judged, sources, draws."""
        drawn, read = self.a.drawn(), self.a.read
        numbers = {n: (read[n].name or n, read[n].basis == JUDGED, read[n].sources, drawn[n]) for n in drawn}
        events = {name: (name, judged, (), values) for name, (values, judged) in self.a.events.items()}
        return dict(sorted((numbers | events).items()))

    def cases(self, disclosure: str) -> list[LabCase]:
        """All labs with a count in a disclosure."""
        if disclosure not in self._cases:
            self._cases[disclosure] = lab_cases(self.a, disclosure)
        return self._cases[disclosure]

    def shared(self, yardstick: str = FLOP) -> Common:
        """The channels that no policy changes, by a yardstick."""
        if yardstick not in self._shared:
            self._shared[yardstick] = common(self.a, yardstick)
        return self._shared[yardstick]

    def cell(self, policy_id: str, posture_id: str) -> tuple[dict[str, Array], Channels]:
        """New chips by product and month ahead, and the channels with them by 16-bit FLOP/s, for a policy and a posture."""
        key = (policy_id, posture_id)
        if key not in self._cells:
            policy, posture = self.catalog.get("policies", policy_id), self.catalog.get("postures", posture_id)
            self._cells[key] = cell(self.a, self.shared(), policy, posture)
        return self._cells[key]
