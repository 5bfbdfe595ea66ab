"""What was taken: tokens of the campaigns by others and by a run, and accounts that are banned and replaced."""

from analysis.model.accounts import harvest_from_empty, harvest_from_steady_state
from analysis.model.campaign import unique_tokens
from tests.cross_model.comparison import Comparison, printed
from tests.cross_model.ours import figure, quantity, two_labs_unique

QUEUE = {"per_account_day": 100, "accounts_per_day": 50, "ban_rate": 1 / 10, "days": 45}


def lambert(tokens: float) -> float:
    """Tokens of Moonshot AI and MiniMax at so many an exchange, half of them read and half written."""
    exchanges = figure("feb-2026-moonshot.exchanges") + figure("feb-2026-minimax.exchanges")
    return unique_tokens(exchanges=exchanges, fresh_input=tokens / 2, output=tokens / 2)


HARVESTS = (
    # 16.4e6 x 10,000 = 164e9; he rounds to 50 billion
    Comparison(
        id="tokens.lambert.low",
        what="Tokens of Moonshot AI and MiniMax at Lambert's 10,000 an exchange",
        published=150e9,
        unit="tokens",
        sources=("lambert-2026-02", "anthropic-2026-02"),
        ours=lambda: lambert(10_000),
        tolerance=0.094,
    ),
    # 16.4e6 x 25,000 = 410e9
    Comparison(
        id="tokens.lambert.high",
        what="Tokens of Moonshot AI and MiniMax at Lambert's 25,000 an exchange",
        published=400e9,
        unit="tokens",
        sources=("lambert-2026-02", "anthropic-2026-02"),
        ours=lambda: lambert(25_000),
        tolerance=0.0251,
    ),
    # the geometric middle of 150 and 400 billion is 245 billion; inside because of the draws read as sessions or requests
    Comparison(
        id="tokens.lambert.all-readings",
        what="Unique tokens of the two, all readings of an exchange",
        published=245e9,
        unit="tokens",
        sources=("lambert-2026-02",),
        ours=lambda: two_labs_unique("mixture"),
        mode="interval",
    ),
    # 20.7e9 / 16.4e6 = 1,260 an exchange: agents' turns, and some requests among Moonshot AI's
    Comparison(
        id="tokens.lambert.turns",
        what="Unique tokens of the two if an exchange is a turn of an agent",
        published=245e9,
        unit="tokens",
        sources=("lambert-2026-02",),
        ours=lambda: two_labs_unique("turn"),
        mode="interval",
        difference="His 10,000 to 25,000 tokens are those of a session; a turn adds some 1,300, the rest of its context is sent again and trains nothing new.",
        ratio=0.0843,
    ),
    # a tenth of Olmo 3's 20 billion is the line between negligible and not
    Comparison(
        id="tokens.deepseek-february",
        what="Unique tokens of DeepSeek's 150,000, negligible below a tenth of Olmo 3's fine-tuning set",
        published=0.1 * 20e9,
        unit="tokens",
        sources=("lambert-2026-02",),
        ours=lambda: quantity("unique.deepseek.mixture"),
        mode="ceiling",
    ),
    # 12.1 million exchanges are 81 times as many, and agentic ones among them are longer
    Comparison(
        id="tokens.deepseek-july",
        what="The same for DeepSeek's 12.1 million of July 2026",
        published=0.1 * 20e9,
        unit="tokens",
        sources=("lambert-2026-02", "anthropic-2026-09"),
        ours=lambda: quantity("unique.deepseek.mixture", "sep-2026"),
        mode="ceiling",
        difference="Said of February: in 14 days of July the same lab took more than Olmo 3's whole set of 20 billion.",
        ratio=26.8,
    ),
    # billions over millions is a thousand; 41e9 / 16.55e6 = 2,490
    Comparison(
        id="tokens-per-exchange.advisory",
        what="Unique tokens an exchange, all three labs of February, beside billions of tokens over millions of exchanges",
        published=1000,
        unit="tokens/exchange",
        sources=("cisa-aa26-251a",),
        ours=lambda: quantity("unique.all.mixture", per=figure("disclosures.february-sum")),
        mode="interval",
    ),
    # r lambda / mu t = 100 x 50 x 10 x 45 = 2.25e6: worked by hand, published by nobody
    Comparison(
        id="exchanges.queue.steady",
        what="Exchanges in 45 days of 50 new accounts a day that live 10 days at 100 a day, from a full pool: worked by hand",
        published=2.25e6,
        unit="exchanges",
        sources=(),
        ours=lambda: harvest_from_steady_state(**QUEUE),
        tolerance=1e-9,
    ),
    # 50,000 x [45 - 10 (1 - exp(-4.5))] = 50,000 x 35.111 = 1.7556e6
    Comparison(
        id="exchanges.queue.empty",
        what="The same from an empty pool: worked by hand",
        published=1.756e6,
        unit="exchanges",
        sources=(),
        ours=lambda: harvest_from_empty(**QUEUE),
        tolerance=printed(1.756e6, 1e3),
    ),
)
