"""Who trains and who buys: labs with their fleets, their models, and the campaigns they are accused of."""

import math
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from analysis.catalog.estimates import Day, Estimate, Flag, Identifier, Text
from analysis.catalog.records.named import Documented, Sourced, number

Target = Literal[
    "agentic_coding", "tool_use", "chain_of_thought", "rubric_grading", "data_analysis", "vision", "computer_use", "rewriting", "cyber",
]  # fmt: skip
# What a model's size, its training data and a count of exchanges lie between, by order of magnitude.
PARAMS, TOKENS, AT_LEAST_ONE = (1e8, 1e14), (1e9, 1e15), (1, math.inf)


class Student(Documented):
    """A model that a lab trained. Tokens are cumulative over all base training; blank where undisclosed."""

    dated_by: ClassVar[str] = "released"

    lab: Identifier
    released: Day
    open_weights: Flag
    weights_released: Day | None = None
    base: Identifier | None = None
    hardware: tuple[Identifier, ...] = ()
    active_params: Estimate | None = number("params", "active parameters", plausible=PARAMS)
    total_params: Estimate | None = number("params", "parameters in all", plausible=PARAMS)
    pretrain_tokens: Estimate | None = number("tokens", "base-training tokens, cumulative", plausible=TOKENS)
    continued_tokens: Estimate | None = number("tokens", "tokens of continued training", plausible=TOKENS)
    train_flop: Estimate | None = number("FLOP", "training compute, cumulative")
    gpu_hours: Estimate | None = number("chip-hours", "chip-hours of base training")
    gpu_count: Estimate | None = number("chips", "chips in the training run")
    cost: Estimate | None = number("USD", "reported training cost")
    rl_gpu_hours: Estimate | None = number("chip-hours", "chip-hours of reinforcement learning")
    rl_flop: Estimate | None = number("FLOP", "compute of reinforcement learning")
    rl_cost: Estimate | None = number("USD", "reported cost of reinforcement learning")
    posttrain_flop: Estimate | None = number("FLOP", "compute of post-training")
    sft_samples: Estimate | None = number("samples", "fine-tuning samples")
    sft_epochs: Estimate | None = number("epochs", "passes over the fine-tuning data")

    @model_validator(mode="after")
    def _weights(self) -> Self:
        if self.weights_released and not self.open_weights:
            raise ValueError("weights_released is given, but open_weights is false")
        return self


class Holding(Sourced):
    """Chips of one class at a lab, at a date: owned, rented, or alleged by others."""

    chip: Identifier
    access: Literal["owned", "rented", "unclear", "alleged", "ordered"]
    units: Estimate = number("chips", "chips held", ...)


class Listing(Sourced):
    """Whether a party was on the US Entity List, as of a day."""

    status: Literal["listed", "not_listed", "unclear"]
    as_of: Day
    since: Day | None = None
    citation: str = ""

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.status == "listed") != (self.since is not None and self.citation != ""):
            raise ValueError("a listed party needs since and a citation; others have neither")
        return self


class Weights(Sourced):
    """A table of numbers that count relative to their sum; one that is left out counts nothing."""

    @model_validator(mode="after")
    def _weighed(self) -> Self:
        own = [name for name in type(self).model_fields if name not in Sourced.model_fields]
        if not any(getattr(self, name) for name in own):
            raise ValueError(f"at least one of {', '.join(own)} is needed")
        return self


class Classes(Weights):
    """Chip classes of a fleet by dense 16-bit speed."""

    training: Estimate | None = number("share", "share of its computing power on foreign chips made for training")
    h20: Estimate | None = number("share", "share of its computing power on H20s")
    domestic: Estimate | None = number("share", "share of its computing power on Chinese makers' chips")


class Channels(Weights):
    """How the chips of foreign make in a fleet came to work for it.

    ``legal``: sold lawfully into China, its own or a cloud's; ``rented``: standing abroad.
    """

    legal: Estimate | None = number("share", "share of its foreign chips sold lawfully into China")
    diverted: Estimate | None = number("share", "share of its foreign chips brought in against the rules")
    rented: Estimate | None = number("share", "share of its foreign chips rented abroad")


class Lab(Documented):
    """A lab, a buyer of chips, or both. Only one with a fleet and two models can be run.

    ``several_firms``: it stands for all licensed firms that have no record of their own. ``classes``, ``channels``,
    ``serving_load`` and ``rented_share`` are those of a typical lab where a lab has none of its own.
    """

    role: Literal["lab", "buyer", "both", "unattributed"] = "lab"
    entity_list: Listing | None = None
    last_model: Identifier | None = None
    next_model: Identifier | None = None
    holdings: dict[Identifier, Holding] = {}
    fleet: Estimate | None = number("H100e", "size of the fleet")
    final_run_share: Estimate | None = number("share", "share of its research compute that final runs take")
    classes: Classes | None = None
    channels: Channels | None = None
    serving_load: Estimate | None = number("share", "share of its chip-hours that serving customers takes")
    rented_share: Estimate | None = number("share", "share of its chip-hours that are rented, at home or abroad")
    direct_share: Estimate | None = number("share", "share of delivered H200s that it buys")
    rent_through: Estimate | None = number("share", "share of the clouds' H200s that it can rent")
    rents_to_labs: Flag = False
    several_firms: Flag = False

    @property
    def buys(self) -> bool:
        """Whether deliveries are allocated to it as a buyer."""
        return self.role in ("buyer", "both")

    @property
    def listed(self) -> bool:
        """Whether it stands on the US Entity List."""
        return self.entity_list is not None and self.entity_list.status == "listed"

    @property
    def trains(self) -> bool:
        """Whether it has what a lab needs to be run, the sizes of its models aside."""
        needed = (self.fleet, self.last_model, self.next_model, self.direct_share, self.rent_through)
        return all(value is not None for value in needed)


class Campaign(Documented):
    """What one accuser stated about one lab in one disclosure. ``floor``: the count is stated as a minimum.

    ``means``: how the answers were taken, as a clause that follows them ("through accounts opened by fraud").
    An accuser is a lab, or brings its name along. Only counts of ``exchanges`` are run; prompts and attempted requests
    are something else, and a campaign named without a count has none.
    """

    dated_by: ClassVar[str] = "disclosed"

    disclosure: Identifier
    lab: Identifier
    accuser: Identifier
    accuser_name: str = ""
    disclosed: Day
    window: Text = "not disclosed"
    window_start: Day | None = None
    window_end: Day | None = None
    floor: Flag = False
    counts: Literal["exchanges", "prompts", "attempted_requests", "none"] = "exchanges"
    targets: tuple[Target, ...] = ()
    method: str = ""
    means: str = ""
    overlaps: tuple[Identifier, ...] = ()
    followed_by: tuple[Identifier, ...] = ()
    exchanges: Estimate | None = number("exchanges", "exchanges", plausible=AT_LEAST_ONE)
    requests: Estimate | None = number("requests", "requests or prompts", plausible=AT_LEAST_ONE)
    accounts: Estimate | None = number("accounts", "accounts")
    peak_accounts: Estimate | None = number("accounts", "accounts at the peak")
    peak_rate: Estimate | None = number("exchanges/day", "exchanges a day at the peak")
    window_days: Estimate | None = number("days", "days of the window, where its dates are not given")
    pivot_share: Estimate | None = number("share", "share of traffic moved to a new model")
    pivot_hours: Estimate | None = number("hours", "hours within which it was moved")
    visible_share: Estimate | None = number("share", "share of output that the buyer could read")
    tokens: Estimate | None = number("tokens", "tokens, by order of magnitude")

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if self.counts == "exchanges" and self.exchanges is None:
            raise ValueError(
                'exchanges: this key is missing; where none are stated, counts = "none" is accepted, '
                'or "prompts" or "attempted_requests" with requests'
            )
        if self.counts != "exchanges" and self.exchanges is not None:
            raise ValueError(
                f"counts: found '{self.counts}' beside exchanges, which only counts = \"exchanges\" accepts"
            )
        if (self.window_start is None) != (self.window_end is None):
            raise ValueError("give both window_start and window_end, or neither")
        if self.window_start and not self.window_start <= self.window_end <= self.disclosed:
            raise ValueError("window_start <= window_end <= disclosed does not hold")
        return self
