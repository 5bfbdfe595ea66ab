"""What an exchange was used for. A campaign's row is the mean over its reported uses, inside each draw."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from analysis.assumptions import Array, Assumptions
from analysis.model.campaign import TokenRow, token_row

# Uses in which an agent works in turns: one exchange is whatever the reading says.
AGENTIC = ("agentic_coding", "tool_use", "computer_use", "data_analysis", "cyber")
# Uses that are one request with one answer under every reading: their new input and their output.
SINGLE_SHOT = {
    "chain_of_thought": ("request_fresh_input", "use_cot_output"),
    "rubric_grading": ("use_rubric_input", "use_rubric_output"),
    "rewriting": ("request_fresh_input", "use_rewriting_output"),
    "vision": ("use_vision_input", "use_vision_output"),
}
UNSTATED = "agentic_coding"  # what a campaign counts as whose targets nobody has reported


def mean_over_uses(*, shares: Iterable[Any], values: Iterable[Any]) -> Any:
    """Mean of ``values`` (any unit, one per use) weighted by ``shares`` of exchanges that sum to one.

    Leaves out spread between exchanges of one use, which a mean of many millions does not see.
    """
    return sum(share * value for share, value in zip(shares, values, strict=True))


def weighted_context(*, shares: Iterable[Any], tokens: Iterable[Any], contexts: Iterable[Any]) -> Any:
    """Context in tokens at which the mean token is written, or read: contexts of uses weighted by their ``tokens``.

    What is linear in context, as chip-hours to write or attention in training, comes out as if use by use.
    """
    weights = [share * count for share, count in zip(shares, tokens, strict=True)]
    return sum(part * context for part, context in zip(weights, contexts, strict=True)) / sum(weights)


def use_row(a: Assumptions, use: str, reading: str) -> TokenRow:
    """Token row of one use under one reading of the word exchange."""
    if use in AGENTIC:
        return token_row(a, reading)
    new_input, answer = SINGLE_SHOT[use]
    fresh = a.draw(new_input, "tokens/exchange")
    reread = a.draw("request_reread_input", "tokens/exchange")
    output = a.draw(answer, "tokens/exchange")
    context, one = fresh + reread, np.ones(a.draws)
    return TokenRow(fresh, reread, output, context, context, single_shot=one, trajectories=one)


def use_shares(a: Assumptions, targets: Iterable[str]) -> dict[str, Array]:
    """Share of a campaign's exchanges by use, shape (draws,) each: the weights of its reported targets over their sum.

    Leaves out uses that nobody reported. A campaign without targets counts as agentic coding alone.
    """
    weights = {use: a.draw(f"use_weight_{use}", "ratio") for use in targets or (UNSTATED,)}
    whole = sum(weights.values())
    return {use: weight / whole for use, weight in weights.items()}


def campaign_row(a: Assumptions, targets: Iterable[str], reading: str) -> TokenRow:
    """Token row of a campaign with these targets: the mean over its uses in each draw.

    Agentic uses share one row, so a campaign with no other has exactly that row, and its mix is not drawn.
    """
    if all(use in AGENTIC for use in targets):
        return token_row(a, reading)
    shares = use_shares(a, targets)
    rows = [use_row(a, use, reading) for use in shares]
    parts = {
        field: mean_over_uses(shares=shares.values(), values=[getattr(row, field) for row in rows])
        for field in ("fresh_input", "reread_input", "output", "single_shot", "trajectories")
    }
    contexts = [row.context for row in rows]
    at = {
        field: weighted_context(shares=shares.values(), tokens=[getattr(row, by) for row in rows], contexts=contexts)
        for field, by in (("context", "output"), ("fresh_context", "fresh_input"))
    }
    return TokenRow(**parts, **at)
