"""Likelihood words follow half-open bands, and the printed percentage agrees with the word at both ends."""

import pytest

from analysis.insight import likelihood_word, percentage, scale_rows

# Each bound belongs to the word above it; 0.01 and 0.99 keep the words at the two ends.
WORDS = {
    0.0: "almost no chance",
    0.0099: "almost no chance",
    0.01: "almost no chance",
    0.0499: "almost no chance",
    0.05: "very unlikely",
    0.1999: "very unlikely",
    0.20: "unlikely",
    0.4499: "unlikely",
    0.45: "roughly even",
    0.5499: "roughly even",
    0.55: "likely",
    0.7999: "likely",
    0.80: "very likely",
    0.9499: "very likely",
    0.95: "almost certain",
    0.9899: "almost certain",
    0.99: "almost certain",
    1.0: "almost certain",
}


@pytest.mark.parametrize(("probability", "word"), WORDS.items())
def test_a_chance_has_the_word_whose_lower_bound_it_has_reached(probability: float, word: str) -> None:
    """A chance on a bound takes the stronger word, one just below it the weaker."""
    assert likelihood_word(probability) == word


@pytest.mark.parametrize("probability", [-0.0001, 1.0001, float("nan")])
def test_what_is_no_probability_has_no_word(probability: float) -> None:
    """A percentage given by mistake, or the chance of no draws, is an error and not a word."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        likelihood_word(probability)


def test_words_are_symmetric_about_an_even_chance() -> None:
    """The mirror image of each band has the opposite word: 0.03 and 0.97, 0.1 and 0.9, 0.3 and 0.7."""
    pairs = {likelihood_word(p): likelihood_word(1 - p) for p in (0.03, 0.1, 0.3, 0.5)}
    assert pairs == {
        "almost no chance": "almost certain",
        "very unlikely": "very likely",
        "unlikely": "likely",
        "roughly even": "roughly even",
    }


@pytest.mark.parametrize(
    ("probability", "printed"),
    [(0, "below 1%"), (0.0099, "below 1%"), (0.01, "1%"), (0.123, "12%"), (0.5, "50%"), (0.99, "99%"),
     (0.9901, "above 99%"), (1, "above 99%")],
)  # fmt: skip
def test_percentages_are_whole_and_never_claim_certainty(probability: float, printed: str) -> None:
    """Neither 0% nor 100% is ever printed, since draws cannot show either."""
    assert percentage(probability) == printed


def test_the_printed_scale_covers_1_to_99_percent_without_gaps() -> None:
    """Seven words, each beginning where the one before ends."""
    rows = scale_rows()
    assert [row["word"] for row in rows] == list(dict.fromkeys(WORDS.values()))
    bounds = [row["range"].removesuffix("%").split("% to ") for row in rows]
    assert (bounds[0][0], bounds[-1][1]) == ("1", "99")
    assert [upper for _, upper in bounds[:-1]] == [lower for lower, _ in bounds[1:]]


def test_the_printed_scale_is_the_one_that_is_used() -> None:
    """A chance in the middle of each printed band has the word printed beside it."""
    for row in scale_rows():
        low, high = (float(part) / 100 for part in row["range"].removesuffix("%").split("% to "))
        assert likelihood_word((low + high) / 2) == row["word"]
        assert likelihood_word(low) == row["word"]
