"""Electricity behind chip-hours, at the meter of the site."""

from typing import Any

from analysis.model.constants import WH_PER_MWH


def energy_mwh(*, chip_hours: Any, power: Any, server_over_tdp: Any, average_share: Any, pue: Any) -> Any:
    """MWh drawn by a site for ``chip_hours`` on chips of a rated ``power`` (W each). Shape as the inputs.

    Rated power of the chip, times that of its server over its chips, times average over rated power of the server,
    times power of the site over that of its machines: the method of Epoch AI's cost model. Leaves out storage, machines
    that stand idle between jobs, and the making of the chips (all low).
    """
    return chip_hours * power * server_over_tdp * average_share * pue / WH_PER_MWH
