"""What it means: judgements with likelihood words, what drives a result, and the finding to lead with."""

from analysis.insight.drivers import Driver, confidence, drivers, judged_share
from analysis.insight.findings import title
from analysis.insight.judgements import Judgement, beyond_sales, effect_key, gains, judgements, keeps_regime, main_lab
from analysis.insight.likelihood import likelihood_word, percentage, scale_rows

__all__ = [
    "Driver", "Judgement", "beyond_sales", "confidence", "drivers", "effect_key", "gains", "judged_share", "judgements",
    "keeps_regime", "likelihood_word", "main_lab",
    "percentage", "scale_rows", "title",
]  # fmt: skip
