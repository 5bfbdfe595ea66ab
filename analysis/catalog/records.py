"""What a data file may hold: one record a thing, whose numbers are all Estimates."""

from typing import Literal, Self

from pydantic import Field, model_validator

from analysis.catalog.estimates import HALVING, Day, Estimate, Flag, Identifier, Record


class Named(Record):
    """A record with an id (its file name) and a name for people."""

    id: Identifier
    name: str
    note: str = ""


class Chip(Named):
    """A chip, dense figures only. ``on_us_sale_since`` is absent for a part never sold in the United States."""

    vendor: str
    released: Day
    on_us_sale_since: Day | None = None
    dense_16bit: Estimate
    dense_8bit: Estimate
    dense_4bit: Estimate | None = None
    memory: Estimate
    memory_bandwidth: Estimate
    die_area: Estimate | None = None
    price: Estimate | None = None

    @model_validator(mode="after")
    def _dense(self) -> Self:
        pairs = [("dense_8bit", self.dense_8bit, "dense_16bit", self.dense_16bit)]
        if self.dense_4bit:
            pairs.append(("dense_4bit", self.dense_4bit, "dense_8bit", self.dense_8bit))
        for fine, upper, coarse, lower in pairs:
            ratio = upper.central / lower.central
            if not HALVING[0] <= ratio <= HALVING[1]:
                raise ValueError(
                    f"{fine} is {ratio:.2f} times {coarse}; between {HALVING[0]} and {HALVING[1]} is accepted: "
                    "is one of them a sparse figure?"
                )
        return self


class Student(Named):
    """A model that a lab trained, or is taken to train next."""

    lab: Identifier
    released: Day
    open_weights: Flag
    active_params: Estimate
    total_params: Estimate | None = None
    pretrain_tokens: Estimate


class Lab(Named):
    """A lab or a buyer of chips. Only a lab with a fleet and two models can be run."""

    role: Literal["lab", "buyer"]
    entity_listed_since: Day | None = None
    last_model: Identifier | None = None
    next_model: Identifier | None = None
    fleet: Estimate | None = None
    final_run_share: Estimate | None = None
    direct_share: Estimate | None = None
    rent_through: Estimate | None = None
    rents_to_labs: Flag = False


class Campaign(Named):
    """What one accuser stated about one lab in one disclosure. ``floor``: the count is stated as a minimum."""

    disclosure: Identifier
    lab: Identifier
    accuser: Identifier
    disclosed: Day
    window: str
    floor: Flag
    targets: tuple[str, ...]
    overlaps: tuple[Identifier, ...] = ()
    exchanges: Estimate


class Rule(Named):
    """A dated instrument with its exact tests. A chip qualifies when it is below both limits and on US sale."""

    effective: Day
    citation: str
    status: str
    tpp_below: Estimate
    bandwidth_below: Estimate
    us_sale_by: Day
    us_volume_share: Estimate
    per_customer: Estimate


class Policy(Named):
    """A US policy towards the H200. ``first_delivery`` is set once deliveries under it have begun."""

    rule: Identifier | None = None
    in_force_since: Day | None = None
    first_delivery: Day | None = None
    gross_ceiling: Estimate
    us_share: Estimate
    lag: Estimate


class Posture(Named):
    """How Beijing answers: the chance that any H200 is let in within 12 months, and the share of the offer let in."""

    any_in_12_months: Estimate
    share_admitted: Estimate


class Override(Record):
    """A value that a scenario sets differently, and why."""

    name: str
    value: float
    reason: str = Field(min_length=10)


class Scenario(Named):
    """A US policy under a posture of Beijing's, with any overrides. ``subject`` begins a title: "Denying H200s outright"."""

    subject: str
    policy: Identifier
    posture: Identifier
    question: str
    overrides: tuple[Override, ...] = ()


class Correlation(Record):
    """Two inputs that move together: rank order through a Gaussian copula, with the reason."""

    driver: str
    follower: str
    rho: float = Field(gt=-1, lt=1)
    reason: str = Field(min_length=10)


class Correlations(Record):
    """All declared pairs."""

    pair: tuple[Correlation, ...] = ()


class Horizon(Record):
    """Month 0 is the month of the evidence; regimes start the month after."""

    evidence_to: Day
    months: int = Field(gt=0)
    baseline: Identifier
    reference_policy: Identifier
    later_disclosure: Identifier


RECORDS: dict[str, type[Named]] = {
    "chips": Chip,
    "labs": Lab,
    "students": Student,
    "campaigns": Campaign,
    "rules": Rule,
    "policies": Policy,
    "postures": Posture,
    "scenarios": Scenario,
}
