"""A scenario brief as one PDF: contents from the results, set by a Typst template, tagged and archival."""

import datetime
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.catalog import PROJECT, RunError
from analysis.insight import beyond_sales, gains, judgements, keeps_regime, main_lab, title
from analysis.insight.register import headlines
from analysis.model.limits import FLOWS, H200
from analysis.reporting import style, tables
from analysis.reporting.disclosed import accuser, disclosures_table, later
from analysis.reporting.fields import fields
from analysis.reporting.figures import Figure
from analysis.reporting.register import endnotes, register_table
from analysis.reporting.table import Table
from analysis.reporting.wording import day, exact, month_year
from analysis.scenarios import Result

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["ua-1", "a-2a"]
EXPECTED_WARNING = "html export is under active development and incomplete"
LOCK = PROJECT / "requirements.lock"


def contents(result: Result, drawn: list[Figure]) -> dict[str, Any]:
    """Everything the template prints, as plain data."""
    catalog, asked, lab = result.catalog, result.parameters, main_lab(result)
    scenario = catalog.get("scenarios", asked.scenario)
    policy = catalog.get("policies", scenario.policy)
    notes, numbers = endnotes(result)
    return typographic(
        {
            "title": title(result),
            "scenario": {"id": scenario.id, "name": scenario.name, "question": scenario.question},
            "lab": lab.name,
            "lab_id": lab.id,
            "model": catalog.get("students", lab.next_model).name,
            "earlier_model": catalog.get("students", lab.last_model).name,
            "gains": gains(result),
            "labs": [_lab(result, lab.id) for lab in catalog.labs(asked.disclosure)],
            "known_to": day(catalog.estimate("h200_delivered_to_date").as_of),
            "keeps_regime": keeps_regime(result),
            "beyond_sales": beyond_sales(result),
            "other_product": policy.product != H200,
            "yearly": policy.ceiling_kind in FLOWS,
            "baseline": asked.scenario == catalog.horizon.baseline,
            "accuser": accuser(catalog, catalog.campaigns(asked.disclosure)[0]),
            "later": later(result),
            "evidence_to": day(catalog.horizon.evidence_to),
            "date": list(catalog.horizon.evidence_to.timetuple()[:3]),
            "fields": {name: asdict(field) for name, field in fields(result).items()},
            "warnings": [
                {"lab": catalog.get("labs", name).name, "field": f"runs.{name}"} for name in tables.implausible(result)
            ],
            "changed": changed_inputs(result),
            "judgements": [asdict(j) | {"notes": sorted(numbers[s] for s in j.sources)} for j in judgements(result)],
            "tables": {table.name: table.as_dict() for table in _tables(result, numbers)},
            "figures": {f.name: {"file": f"{f.name}.svg", "caption": f.caption, "alt": f.alt} for f in drawn},
            "notes": notes,
            "sources": numbers,
        }
    ) | {"reproduction": reproduction(result)}


def _tables(result: Result, numbers: dict[str, int]) -> list[Table]:
    """The tables of a brief, in order; the register weighs inputs by three headlines."""
    weighed = headlines(result)
    return [
        tables.readings_table(result),
        tables.stages_table(result),
        tables.regimes_table(result),
        tables.effects_table(result),
        tables.drivers_table(result, weighed),
        tables.chips_table(result),
        tables.runs_table(result),
        tables.scale_table(),
        disclosures_table(result),
        register_table(result, numbers, list(weighed)),
    ]


def typographic(value: Any) -> Any:
    """``value`` with straight apostrophes in its texts made curly."""
    if isinstance(value, str):
        return value.replace("'", "’")
    if isinstance(value, dict):
        return {key: typographic(part) for key, part in value.items()}
    return [typographic(part) for part in value] if isinstance(value, list | tuple) else value


def _lab(result: Result, identifier: str) -> dict[str, str]:
    """A lab as the template names it, with its last model and its next."""
    lab = result.catalog.get("labs", identifier)
    names = {}
    for which, model in (("last", lab.last_model), ("next", lab.next_model)):
        student = result.catalog.get("students", model)
        names[which] = student.name
        names[f"{which}_released"] = month_year(student.released)
    return {"id": identifier, "name": lab.name} | names


def changed_inputs(result: Result) -> list[str]:
    """What the user set differently from us, each beside our own number."""
    words = []
    for name, value in result.parameters.overrides.items():
        ours = result.catalog.register[name]
        spread = f", {exact(ours.low)} to {exact(ours.high)}" if ours.low is not None else ""
        words.append(f"{ours.name or name} is set to {exact(value)} (ours: {exact(ours.central)}{spread})")
    return words


def reproduction(result: Result) -> dict[str, str]:
    """What it takes to make the same brief again."""
    asked = result.parameters
    options = [f"--disclosure {asked.disclosure}", f"--draws {asked.draws}", f"--seed {asked.seed}"]
    options += [f"--set {name}={value!r}" for name, value in asked.overrides.items()]
    return {
        "command": " ".join(["chipbrief brief", asked.scenario, *options]),
        "parameters": asked.hash,
        "data": result.catalog.digest[:12],
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12],
        "draws": f"{asked.draws:,}",
        "seed": str(asked.seed),
        "disclosure": asked.disclosure,
    }


def brief_pdf(result: Result, drawn: list[Figure]) -> bytes:
    """The brief as PDF. The date in it is that of the evidence; the same result gives the same bytes."""
    moment = datetime.datetime.combine(result.catalog.horizon.evidence_to, datetime.time(), tzinfo=datetime.UTC)
    return typeset(contents(result, drawn), drawn, "pdf", pdf_standards=STANDARDS, timestamp=moment)


def brief_html(result: Result, drawn: list[Figure]) -> bytes:
    """The same contents as one web page that needs no other file."""
    page = typeset(contents(result, drawn), drawn, "html").decode()
    sheet = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    page = page.replace("</head>", f"<style>{sheet}</style></head>", 1)
    return page.replace("<body>", "<body><main>", 1).replace("</body>", "</main></body>", 1).encode()


def typeset(content: dict[str, Any], drawn: list[Figure], form: str, **options: Any) -> bytes:
    """Compile the template in a folder of its own, with our fonts only. Warnings are errors."""
    import typst

    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for template in sorted(TEMPLATES.glob("*.typ")):
            shutil.copy(template, root)
        (root / "fonts").mkdir()
        for font in style.font_files():
            shutil.copy(font, root / "fonts")
        (root / "content.json").write_text(json.dumps(content | {"format": form}, ensure_ascii=False), encoding="utf-8")
        for figure in drawn:
            (root / f"{figure.name}.svg").write_text(figure.svg, encoding="utf-8")
        fonts = {"font_paths": [root / "fonts"], "ignore_system_fonts": True}
        try:
            made, warnings = typst.compile_with_warnings(root / "brief.typ", root=root, format=form, **fonts, **options)
        except typst.TypstError as problem:
            raise RunError(f"the brief could not be typeset: {problem.message}") from None
    serious = [w.message for w in warnings if w.message != EXPECTED_WARNING]
    if serious:
        raise RunError("the brief could not be typeset cleanly: " + "; ".join(serious))
    return made
