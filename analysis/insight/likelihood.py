"""From a computed chance to a likelihood word, on the scale of US Intelligence Community Directive 203 (2015)."""

from bisect import bisect_right

# Half-open bands: a chance belongs to the word whose lower bound it has reached. Outside the scale the ends are named.
SCALE = (
    (0.00, "below the scale"),
    (0.01, "almost no chance"),
    (0.05, "very unlikely"),
    (0.20, "unlikely"),
    (0.45, "roughly even"),
    (0.55, "likely"),
    (0.80, "very likely"),
    (0.95, "almost certain"),
    (0.99, "above the scale"),
)
BELOW, ABOVE = 0.01, 0.99
_BOUNDS = [bound for bound, _ in SCALE]


def likelihood_word(probability: float) -> str:
    """The word for ``probability``; below 1% "almost no chance" and above 99% "almost certain" are kept.

    >>> likelihood_word(0.2), likelihood_word(0.5), likelihood_word(0.999)
    ('unlikely', 'roughly even', 'almost certain')
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability lies between 0 and 1, found {probability}")
    inside = min(max(probability, BELOW), 0.95 if probability >= ABOVE else probability)
    return SCALE[bisect_right(_BOUNDS, max(inside, BELOW)) - 1][1]


def percentage(probability: float) -> str:
    """The percentage printed beside a word: whole numbers, "below 1%" and "above 99%" at the ends."""
    if probability < BELOW:
        return "below 1%"
    if probability > ABOVE:
        return "above 99%"
    return f"{100 * probability:.0f}%"


def scale_rows() -> list[dict[str, str]]:
    """The scale as printed once in each brief."""
    named = SCALE[1:-1]
    upper = [bound for bound, _ in SCALE[2:]]
    return [
        {"word": word, "range": f"{100 * low:.0f}% to {100 * high:.0f}%"}
        for (low, word), high in zip(named, upper, strict=True)
    ]
