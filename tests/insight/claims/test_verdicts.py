"""The rule of verdicts: one for all, from bounds in the data, without a look at whose claim it is."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

from analysis.calibration import load_inputs
from analysis.catalog.records import Bounds, Claim
from analysis.insight import claim_tests, claims
from analysis.insight.claim_tests import turning, verdicts
from analysis.insight.claim_tests.verdicts import folded, held, in_words, outcome, verdict

pytestmark = pytest.mark.slow

CATALOG = load_inputs()
RULED = {name: claim for name, claim in CATALOG.kinds["claims"].items() if claim.verdict}
SIDES = ("restrict", "sell", "sceptic", "neutral")
# Bounds and their mirror image about zero: what lies above one lies below the other.
MIRROR = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}
CODE = [verdicts, turning, claims, *(getattr(claim_tests, n) for n in ("chips", "campaign", "training"))]


def changed(claim: Claim, **changes: object) -> Claim:
    """The claim with something else in it."""
    return claim.model_copy(update=changes)


def mirrored(bounds: Bounds) -> Bounds:
    """The same bounds seen from the other side of zero."""
    return Bounds(**{MIRROR[name]: -value for name, value in bounds.model_dump().items() if value is not None})


def probes(claim: Claim) -> list[float]:
    """Values at, just beside and far from every bound of a claim."""
    at = [x for b in (claim.verdict.supported, claim.verdict.contradicted) for x in b.model_dump().values() if x]
    return [x * factor for x in at for factor in (0.1, 0.999, 1, 1.001, 10)]


@pytest.mark.parametrize("name", RULED)
def test_a_mirrored_rule_gives_the_same_verdict_on_the_mirrored_value(name: str) -> None:
    """At least 0.8 supports 0.9; at most -0.8 supports -0.9."""
    rule = RULED[name].verdict
    image = rule.model_copy(update={"supported": mirrored(rule.supported), "contradicted": mirrored(rule.contradicted)})
    assert [outcome(image, -x) for x in probes(RULED[name])] == [outcome(rule, x) for x in probes(RULED[name])]


@pytest.mark.parametrize("name", RULED)
def test_a_rule_with_its_bounds_exchanged_gives_the_opposite_verdict(name: str) -> None:
    """The denial of a claim is supported where the claim is contradicted, and lies between where it does."""
    rule = RULED[name].verdict
    denied = rule.model_copy(update={"supported": rule.contradicted, "contradicted": rule.supported})
    opposite = {"supported": "contradicted", "contradicted": "supported", "between": "between"}
    assert [outcome(denied, x) for x in probes(RULED[name])] == [
        opposite[outcome(rule, x)] for x in probes(RULED[name])
    ]


@pytest.mark.parametrize("side", SIDES)
def test_a_claim_gets_the_same_verdict_whichever_side_makes_it(side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of claims whose side alone was changed differ in nothing but that."""
    few = ["b30a-twelve-times-h20", "cost-two-million", "stop-all-chip-sales"]
    before = claims.claims(draws=200, only=few)
    kinds = CATALOG.kinds | {"claims": {n: changed(c, side=side) for n, c in CATALOG.kinds["claims"].items()}}
    monkeypatch.setattr(claims, "load_inputs", lambda: type(CATALOG)(**(vars(CATALOG) | {"kinds": kinds})))
    after = claims.claims(draws=200, only=few)
    assert [row["side"] for row in after] == [side] * len(few)
    assert [row | {"side": ""} for row in after] == [row | {"side": ""} for row in before]


@pytest.mark.parametrize("module", CODE, ids=lambda m: m.__name__)
def test_no_code_of_verdicts_reads_a_side_or_who_speaks_but_to_print_it(module: object) -> None:
    """Attributes called side or who are read in the function that makes the row, and nowhere else."""
    tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
    readers = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr in ("side", "who")
    }
    assert readers <= {"_row"}


@pytest.mark.parametrize("module", [verdicts, turning, claims], ids=lambda m: m.__name__)
def test_no_bound_stands_in_the_code(module: object) -> None:
    """Numbers in the code of verdicts are 0, 1, or a named setting of how it is computed: draws, percentiles, errors."""
    tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
    inside = [
        node.value
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    ]
    assert set(inside) <= {0, 1, -1}


def test_a_changed_threshold_in_the_data_changes_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """12.67 over 12 is 1.06: at most 1.25 supports it, at most 1.01 does not."""
    name = "b30a-twelve-times-h20"
    claim = CATALOG.kinds["claims"][name]
    stricter = claim.verdict.model_copy(update={"supported": Bounds(at_most=1.01)})
    kinds = CATALOG.kinds | {"claims": CATALOG.kinds["claims"] | {name: changed(claim, verdict=stricter)}}
    assert claims.claims(draws=100, only=[name])[0]["verdict"] == "supported"
    monkeypatch.setattr(claims, "load_inputs", lambda: type(CATALOG)(**(vars(CATALOG) | {"kinds": kinds})))
    row = claims.claims(draws=100, only=[name])[0]
    assert (row["verdict"], row["rule_supported"]) == ("depends", "at most 1.01")


def test_a_fold_is_the_same_to_either_side() -> None:
    """Three times too much and three times too little are as far off; nothing at all is infinitely far off."""
    assert folded(6, 2) == folded(2, 6) == pytest.approx(3)
    assert folded(0, 2) == float("inf")


def test_what_is_held_against_a_rule_is_a_chance_a_median_or_a_fold_by_the_rule_s_own_words() -> None:
    """A chance is the mean of truth; a median stands as it is; one that is claimed is folded about the claimed number."""
    chance = RULED["chips-needed-for-extraction"]
    assert held(chance, np.array([True, False, False, False])) == pytest.approx(0.25)
    assert held(RULED["deepseek-150-thousand-negligible"], np.array([1.0, 2.0, 9.0])) == pytest.approx(2)
    assert held(RULED["cost-two-million"], np.array([4e5, 5e5, 9e9])) == pytest.approx(4)  # 2 million over 0.5


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        (["supported"] * 4, "supported"),
        (["contradicted"] * 4, "contradicted"),
        (["between"] * 4, "depends"),
        (["supported", "supported", "supported", "between"], "depends"),
        (["contradicted", "supported", "contradicted", "contradicted"], "depends"),
    ],
)
def test_a_verdict_needs_the_mixture_and_every_stance(views: list[str], expected: str) -> None:
    """One view that differs makes it depend."""
    assert verdict(views) == expected


def test_bounds_are_told_in_words() -> None:
    """As a reader would say them."""
    assert in_words(Bounds(at_least=0.8)) == "at least 0.8"
    assert in_words(Bounds(above=2, at_most=2e9)) == "above 2 and at most 2e+09"
