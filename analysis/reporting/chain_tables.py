"""Tables of the chain from exchanges to their worth: what a harvest holds, what it costs and takes, and how to check it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from analysis.catalog import Campaign, Estimate
from analysis.insight import main_lab, percentage
from analysis.insight.explain import traced_inputs
from analysis.model.campaign import READINGS
from analysis.model.uses import AGENTIC, SINGLE_SHOT
from analysis.model.worth import ALTERNATIVES
from analysis.reporting.table import Cell, Table
from analysis.reporting.tables import READING_WORDS, amount_cell, time_cell
from analysis.reporting.wording import MINUS, exact, in_time, month_year, part_interval, part_of_one, stated
from analysis.scenarios import DEFAULTS, Result
from analysis.scenarios.harvest_worth import COMPUTE

KINDS = {
    "processed": "Processed: billed, context again at every turn",
    "cached": "Cached: re-read from the provider's cache",
    "unique": "Unique: new input and output, once each",
    "output": "Output: all that the teacher writes",
    "visible": "Visible: output that the buyer can read",
    "trained": "Trained: visible, kept and packed",
    "supervised": "Supervised: trained output that the loss sees",
}
PRICES = {"list_usd": "List price", "street_usd": "Resold (street) price", "subscription_usd": "By subscription"}
PLAIN = "Median, and 90% interval below it."
NONE = "–"


def grid(result: Result, rows: Mapping[str, Iterable[str]]) -> tuple[tuple[str | Cell, ...], ...]:
    """Rows of cells: words, and the results of each by id. One that this run did not give is a dash."""
    return tuple((words, *(any_cell(result, identifier) for identifier in ids)) for words, ids in rows.items())


def any_cell(result: Result, identifier: str) -> str | Cell:
    """A result in the unit a reader expects: a chance in per cent, months as a time, anything else as an amount."""
    if identifier in result.chances:
        return Cell(identifier, percentage(result.chances[identifier].probability), "")
    if identifier not in result.quantities:
        return NONE
    found = result.quantities[identifier]
    cell = (time_cell if found.unit == "months" else amount_cell)(result, identifier)
    if found.unit == "months" and found[5] < 0:  # a time has no sign of its own
        cell = Cell(identifier, _signed_time(found[50]), f"{_signed_time(found[5])} to {_signed_time(found[95])}")
    if identifier.startswith("exchanges."):  # a count as its accuser states it; what follows from it is an estimate
        cell = replace(cell, median=stated(found[50]))
    return replace(cell, interval="") if found[5] == found[95] else cell


def of_campaign(result: Result, campaign: Campaign) -> str:
    """A campaign by its lab and the month in which it was disclosed."""
    return f"{result.catalog.get('labs', campaign.lab).name}, {month_year(campaign.disclosed)}"


def _signed_time(months: float) -> str:
    return (MINUS if months < 0 else "") + in_time(abs(months))


def uses_table(result: Result) -> Table:
    """Tokens per exchange: three readings for the uses of an agent, and each use that is one request under any reading."""
    rows = []
    for reading in READINGS:
        names = [f"{reading}_{part}" for part in ("fresh_input", "reread_input", "output")]
        rows.append((f"Agent: {READING_WORDS[reading][2:]}", _labs(result, AGENTIC), *_inputs(result, names)))
    for use, (fresh, output) in SINGLE_SHOT.items():
        names = [fresh, "request_reread_input", output]
        rows.append((use.replace("_", " ").capitalize(), _labs(result, (use,)), *_inputs(result, names)))
    header = ("Use", "Reported of", "New input", "Read again", "Output")
    caption = (
        "Tokens per exchange: centre, and 90% range in brackets. A campaign takes the mean over its reported uses."
    )
    return Table("uses", caption, header, tuple(rows), (2.4, 2.2, 2.4, 2.6, 2.4), (2, 3, 4))


def _labs(result: Result, uses: Iterable[str]) -> str:
    campaigns = result.catalog.campaigns(result.parameters.disclosure)
    named = [result.catalog.get("labs", c.lab).name for c in campaigns if set(uses) & set(c.targets)]
    return ", ".join(dict.fromkeys(named)) or NONE


def _inputs(result: Result, names: Iterable[str]) -> list[str]:
    return [_input(result.assumptions.read.get(name) or result.catalog.register[name]) for name in names]


def _input(number: Estimate) -> str:
    spread = f" ({exact(number.low)} to {exact(number.high)})" if number.low is not None else ""
    return exact(number.central) + spread


def kinds_table(result: Result) -> Table:
    """Every kind of token of all named labs, under the mixture and each reading alone."""
    rows = {words: [f"{kind}.all.{reading}" for reading in READING_WORDS] for kind, words in KINDS.items()}
    header = ("Tokens, all named labs", *READING_WORDS.values())
    return Table("kinds", PLAIN, header, grid(result, rows), (3, 2, 2, 2, 2), (1, 2, 3, 4))


def views_table(result: Result) -> Table:
    """The three readings alone, their mixture, and the three stances: tokens, teacher's chip-hours and fine-tuning."""
    lab, fields, rows = main_lab(result), ("unique", "trained", "teacher_hours"), {}
    for reading, words in READING_WORDS.items():
        end = "" if reading == "mixture" else f".{reading}"
        tuning = f"months.sft.{lab.id}.own_next{end}"
        rows[words] = [*(f"{field}.all.{reading}" for field in fields), tuning]
    for name, stance in result.catalog.stances.items():
        tuning = f"stance.{name}.months.sft.{lab.id}.own_next"
        rows[f"Stance: {stance.name.lower()}"] = [*(f"stance.{name}.{field}.all" for field in fields), tuning]
    header = ("View", "Unique tokens", "Trained tokens", "Teacher, H800-hours", f"Fine-tuning on all of {lab.name}")
    caption = f"{PLAIN} All named labs, but for the last column."
    return Table("views", caption, header, grid(result, rows), (2, 2.2, 2.2, 2.2, 2.6), (1, 2, 3, 4))


def stance_words_table(result: Result) -> Table:
    """Whom each stance speaks for."""
    rows = tuple((stance.name, stance.why) for stance in result.catalog.stances.values())
    return Table("stances", "The three stances: no forecasts, but ends.", ("Stance", "What it holds"), rows, (1, 5), ())


def teacher_chips_table(result: Result) -> Table:
    """The provider's chip-hours on each chip whose decoding speed is in the data, with that speed and what it rests on."""
    chips = [i.partition(".")[2] for i in result.quantities if i.startswith("teacher_hours_on.")]
    ids = {"h800": "teacher_hours.all.mixture"} | {chip: f"teacher_hours_on.{chip}" for chip in chips}
    rows = []
    for chip, identifier in ids.items():
        name = "decode_rate_reference" if chip == "h800" else f"{chip}.decode_rate"
        speed, basis = _inputs(result, [name])[0], result.catalog.register[name].basis
        rows.append((result.catalog.get("chips", chip).name, speed, basis, amount_cell(result, identifier)))
    caption = "The teacher's work for all named labs, by decoding speed. Which chips it used is not known."
    header = ("Chip", "Output tokens/s per chip", "Basis of the speed", "Chip-hours")
    return Table("teacher-chips", caption, header, tuple(rows), (2, 2.4, 1.4, 2), (1, 3))


def prices_table(result: Result) -> Table:
    """What the harvest cost three ways, by lab, and in all under each reading."""
    labs = result.catalog.labs(result.parameters.disclosure)
    ends = {lab.name: f"{lab.id}.mixture" for lab in labs}
    ends |= {f"All named labs: {words[0].lower()}{words[1:]}": f"all.{r}" for r, words in READING_WORDS.items()}
    rows = {words: [f"{price}.{end}" for price in PRICES] for words, end in ends.items()}
    caption = f"USD. {PLAIN} Labs under the mixture of readings."
    return Table("prices", caption, ("", *PRICES.values()), grid(result, rows), (2.6, 2, 2, 2), (1, 2, 3))


def accounts_table(result: Result) -> Table:
    """Accounts that the exchanges would need, two ways, and what accounts did where a disclosure states them."""
    rows = {
        "Accounts, each at its daily limit (a floor)": ["accounts_needed.all"],
        "Account-months, by the value of a subscription": ["account_months.all"],
        "Exchanges for each account that the accuser counts": ["exchanges_per_account.all"],
    }
    for campaign in result.catalog.campaigns(result.parameters.disclosure):
        name = of_campaign(result, campaign)
        rows[f"Exchanges a day: {name}"] = [f"per_day.{campaign.id}"]
        rows[f"Exchanges per account and day: {name}"] = [f"per_account_day.{campaign.id}"]
    limit = ("Exchanges a day that one account can make (input)", _inputs(result, ["account_rate_limit"])[0])
    found = (*(row for row in grid(result, rows) if row[1] != NONE), limit)
    return Table("accounts", f"{PLAIN} Counts as stated have none.", ("", "Number"), found, (3, 1.4), (1,))


def pivot_table(result: Result) -> Table:
    """By campaign: its days, what is taken by the time of detection, and how much of that from a model just released."""
    rows = {}
    for campaign in result.catalog.campaigns(result.parameters.disclosure):
        fields = ("disclosed", "window_days", "by_detection", "pivot")
        rows[of_campaign(result, campaign)] = [f"{field}.{campaign.id}" for field in fields]
    header = ("Campaign", "Exchanges stated", "Days", "Taken by detection", "of which from a new model")
    caption = (
        f"{PLAIN} The new model is taken to be released on the day the campaign starts, so the last column is high."
    )
    return Table("pivot", caption, header, grid(result, rows), (1.6, 1.6, 1.6, 2.2, 2.2), (1, 2, 3, 4))


def later_table(result: Result) -> Table:
    """What later disclosures add: their exchanges, and fine-tuning on them for the labs that this run is about."""
    labs = result.catalog.labs(result.parameters.disclosure)
    ends = {lab.name: lab.id for lab in labs} | {"Labs not in this disclosure": "untested", "All labs in them": "all"}
    asked = {words: f"later.exchanges.{end}" for words, end in ends.items()}
    rows = []
    for words, identifier in asked.items():
        if identifier in result.quantities:
            count = Cell(identifier, stated(result.quantities[identifier][50]), "")
            months = any_cell(result, identifier.replace("exchanges", "months.sft"))
            rows.append((words, count, months))
    if "later.tenth.sft.any" in result.chances:
        words = "Chance that fine-tuning takes any lab a tenth of a year"
        rows.append((words, NONE, any_cell(result, "later.tenth.sft.any")))
    header = ("About", "Exchanges, as stated", "Fine-tuning on them, time on all of the lab")
    caption = "Disclosed later; of counts that overlap, the last." if rows else "Nothing was disclosed later."
    return Table("later", caption, header, tuple(rows), (2.4, 1.6, 2.4), (1, 2))


def worth_table(result: Result) -> Table:
    """The worth of a harvest by three routes, each in months of its own kind, with what would stand in for it."""
    rows = []
    for lab in result.catalog.labs(result.parameters.disclosure):
        for number, (route, words) in zip("ab", COMPUTE.items(), strict=True):
            end = f"worth.{route}.{lab.id}"
            cheapest = [f"{end}.cheapest.{alternative}" for alternative in ALTERNATIVES]
            ids = [f"{end}.hours", f"{end}.months", f"{end}.nothing", *cheapest]
            cells = grid(result, {f"1{number} {words}": ids})[0]
            rows.append((lab.name, cells[0], cells[1], "growth of its computing", *cells[2:]))
        returns = any_cell(result, f"worth.data_returns.{lab.id}")
        rows.append((lab.name, "2 Data returns", NONE, "pace of a benchmark", returns, *(NONE for _ in range(4))))
    ceiling = any_cell(result, "worth.top_down")
    rows.append(
        ("All labs", "3 All teachers together", NONE, "lead of the frontier", ceiling, *(NONE for _ in range(4)))
    )
    stand_ins = ("Own model cheapest", "Open model cheapest", "Reinforcement learning cheapest")
    header = ("Lab", "Route", "H800-hours spared", "Unit of time", "Time", "Spares nothing", *stand_ins)
    caption = f"{PLAIN} The routes measure different things: they stand side by side and are never averaged."
    return Table("worth", caption, header, tuple(rows), (1.2, 2.4, 1.6, 1.6, 2, 1, 1, 1, 1.4), (2, *range(4, 9)))


def apart_table(result: Result) -> Table:
    """How far the two routes on one object lie apart, and how often each cap holds, by lab."""
    labs = result.catalog.labs(result.parameters.disclosure)
    caps = {
        "Data returns stop at the observed gap": "gap",
        "More of the harvest would add nothing": "saturation",
        "Reinforcement learning stops at its whole stage": "rl",
    }
    rows = {words: [f"worth.cap.{cap}.{lab.id}" for lab in labs] for words, cap in caps.items()}
    first = ("First route over the second, in months", *(_part_cell(result, f"worth.share.{lab.id}") for lab in labs))
    header = ("", *(lab.name for lab in labs))
    caption = f"{PLAIN} Computing spared, with the tuning of self-made data, over data returns; nothing where none is spared. Below it, the chance that a cap holds."
    cells = (first, *grid(result, rows))
    return Table("apart", caption, header, cells, (3, *(2 for _ in labs)), tuple(range(1, len(header))))


def _part_cell(result: Result, identifier: str) -> Cell:
    found = result.quantities[identifier]
    return Cell(identifier, part_of_one(found[50]), part_interval(found[5], found[95]))


def explain_table(result: Result, headlines: Mapping[str, str]) -> Table:
    """How to check each headline: the command that prints its formulas, inputs and sources, and how many are judged."""
    asked, inputs, rows = result.parameters, traced_inputs(result), []
    given = {name: value for name in ("scenario", "disclosure") if (value := getattr(asked, name)) != DEFAULTS[name]}
    options = "".join(f" --{name} {value}" for name, value in given.items())
    for identifier, words in headlines.items():
        read = [result.assumptions.read[name] for name in inputs[identifier] if name in result.assumptions.read]
        judged = f"{sum(number.basis == 'judged' for number in read)} of {len(read)}"
        rows.append((words, any_cell(result, identifier), judged, f"chipbrief explain {identifier}{options}"))
    header = ("Result", "Value", "Inputs judged by us", "Command")
    return Table("explain", "The way back from each headline.", header, tuple(rows), (2.4, 2, 1.2, 4), (1, 2))
