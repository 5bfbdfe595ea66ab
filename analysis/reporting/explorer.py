"""The explorer in a notebook: controls above a figure that is drawn anew whenever one of them is moved."""

from collections.abc import Mapping
from html import escape
from typing import Any

from analysis.catalog import Catalog, InputError, RunError
from analysis.catalog.loading import SUM
from analysis.reporting.disclosed import accuser
from analysis.reporting.explore_figures import explore_figure
from analysis.reporting.explore_words import days_words, finding, harvest_table
from analysis.reporting.tables import READING_WORDS
from analysis.reporting.wording import month_year, stated
from analysis.scenarios.explore import CHOICES, Settings, View, explore, settings
from analysis.scenarios.spec import DEFAULTS, runnable

UNSET = {"volume": "as the regime says", "detection": "as counted"}  # what stands for not being set here
VOLUMES = (0, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000)  # chips over the horizon
RATES = (1 / 6, 1 / 3, 1 / 2, 1, 2, 4, 10, 30)  # detections a month
CONTROLS = {
    "scenario": "Regime",
    "disclosure": "Disclosure",
    "reading": "One exchange is",
    "volume": "H200s the US lets in",
    "detection": "Detection rate",
}
LISTS = 3  # of the controls; the others are sliders
LABEL, LIST, SLIDER, READOUT = (
    "11em",
    "37em",
    "25em",
    "13em",
)  # widths: names, controls with names, where a slider stands
STYLE = (
    "<style>.chipbrief-explorer{line-height:1.45;max-width:70em} .chipbrief-explorer figure{margin:0} "
    ".chipbrief-explorer svg{max-width:100%;height:auto} .chipbrief-explorer td,.chipbrief-explorer th{padding:0.15em 0.7em} "
    ".chipbrief-explorer caption{text-align:left}</style>"
)


class Explorer:
    """The panel: ``controls`` by name, the button ``back``, and the ``page`` that shows the figure and what it says.

    ``first`` is the view of the start. In a notebook with a front end it shows as widgets; where there is none, as the page.
    """

    def __init__(self, start: Settings) -> None:
        import ipywidgets

        self.first, self._start, self._held = explore(start), start, False
        self.controls = _controls(ipywidgets, self.first.result.catalog, start)
        self.back = ipywidgets.Button(description="Back to start", icon="undo", layout={"width": "11em"})
        self.page = ipywidgets.HTML(value=_page(self.first, None))
        rows = [ipywidgets.HBox(_row(ipywidgets, name, control)) for name, control in self.controls.items()]
        columns = (rows[:LISTS], [*rows[LISTS:], self.back])
        controls = ipywidgets.HBox([ipywidgets.VBox(one) for one in columns], layout={"flex_flow": "row wrap"})
        self.box = ipywidgets.VBox([controls, self.page])
        for control in self.controls.values():
            control.observe(self._moved, names="value")
        self.back.on_click(self._back)

    @property
    def values(self) -> dict[str, Any]:
        """What the controls stand at, by the names of ``settings()``."""
        found = {name: control.value for name, control in self.controls.items()}
        return found | {name: None for name, unset in UNSET.items() if found[name] == unset}

    def _moved(self, _: object) -> None:
        """Draw anew; what does not go together is said in the place of the figure."""
        if self._held:
            return
        try:
            view = explore(self._start.changed(**self.values))
        except (InputError, RunError) as problem:
            self.page.value = f'<p role="alert"><b>This does not go together.</b> {escape(str(problem))}</p>'
            return
        self.page.value = _page(view, None if view.settings == self._start else self.first)

    def _back(self, _: object) -> None:
        """All controls to where they stood first, and one drawing."""
        self._held = True
        try:
            for name, control in self.controls.items():
                control.value = _value(self._start, name)
        finally:
            self._held = False
        self._moved(None)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """The widgets for a front end, and the page as it stands for everything else."""
        return self.box._repr_mimebundle_() | {"text/plain": finding(self.first), "text/html": self.page.value}


def explorer(
    scenario: str = DEFAULTS["scenario"],
    disclosure: str = DEFAULTS["disclosure"],
    draws: int = DEFAULTS["draws"],
    seed: int = DEFAULTS["seed"],
    overrides: Mapping[str, float] | None = None,
) -> Explorer:
    """A panel that starts at the parameters of a run. InputError for anything unknown, ill-typed or out of range."""
    start = settings(scenario=scenario, disclosure=disclosure, draws=draws, seed=seed, overrides=overrides or {})
    return Explorer(start)


def _controls(ipywidgets: Any, catalog: Catalog, start: Settings) -> dict[str, Any]:
    """Three lists and two sliders, each at the start. The baseline leads the list of regimes."""
    scenarios = dict.fromkeys((catalog.horizon.baseline, *catalog.kinds["scenarios"]))
    options = {
        "scenario": [(catalog.get("scenarios", name).name, name) for name in scenarios],
        "disclosure": _disclosures(catalog, start.parameters.disclosure),
        "reading": [(READING_WORDS[reading], reading) for reading in CHOICES],
        "volume": [(UNSET["volume"], UNSET["volume"]), *((_chips(chips), chips) for chips in VOLUMES)],
        "detection": [(UNSET["detection"], UNSET["detection"]), *((_rate(rate), rate) for rate in RATES)],
    }
    found = {}
    for name, words in CONTROLS.items():
        kind, wide, more = ipywidgets.Dropdown, LIST, {}
        if name in UNSET:
            kind, wide, more = ipywidgets.SelectionSlider, SLIDER, {"continuous_update": False, "readout": False}
        style, layout = {"description_width": LABEL}, {"width": wide}
        value = _value(start, name)
        found[name] = kind(options=options[name], value=value, description=words, style=style, layout=layout, **more)
    return found


def _row(ipywidgets: Any, name: str, control: Any) -> list[Any]:
    """A control; a slider with what it stands at beside it, in a column wide enough for the longest."""
    if name not in UNSET:
        return [control]
    words, says = [label for label, _ in control.options], ipywidgets.Label(layout={"width": READOUT})
    ipywidgets.dlink((control, "index"), (says, "value"), words.__getitem__)
    return [control, says]


def _chips(number: int) -> str:
    return f"{stated(number)} chips" if number else "none"


def _value(start: Settings, name: str) -> Any:
    """What a control stands at where the settings are those of the start."""
    found = getattr(start.parameters if name in ("scenario", "disclosure") else start, name)
    return UNSET[name] if found is None else found


def _disclosures(catalog: Catalog, asked: str) -> list[tuple[str, str]]:
    """Every disclosure that can be run by itself, and the one asked for, which may be a sum; each with its author."""
    names = [name for name in catalog.disclosures if _runs(catalog, name)]
    return [(_disclosure(catalog, name), name) for name in dict.fromkeys((*names, asked))]


def _runs(catalog: Catalog, name: str) -> bool:
    try:
        return bool(runnable(catalog, name))
    except InputError:
        return False


def _disclosure(catalog: Catalog, name: str) -> str:
    """By whom and when: "Anthropic, February 2026"; several joined by "and"."""
    firsts = (catalog.campaigns(part)[0] for part in name.split(SUM))
    return " and ".join(f"{accuser(catalog, first)}, {month_year(first.disclosed)}" for first in firsts)


def _rate(rate: float) -> str:
    """A detection rate with the time that it gives: "2 a month: 15 days"."""
    often = f"{rate:g} a month" if rate >= 1 else f"1 in {1 / rate:g} months"
    return f"{often}: {days_words(rate)}"


def _page(view: View, start: View | None) -> str:
    """Figure, finding and table of one view as HTML."""
    words = f'<p aria-live="polite">{escape(finding(view))}</p>'
    body = explore_figure(view, start)._repr_html_() + words + harvest_table(view)._repr_html_()
    return f'{STYLE}<div class="chipbrief-explorer">{body}</div>'
