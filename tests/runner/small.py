"""Small notebooks for tests: the brief's parameters, and cells that a test chooses."""

from pathlib import Path

import nbformat

from analysis.runner.parameters import accepted

PARAMETERS = "\n".join(one.line for one in accepted("06_brief").values())
USED = "(scenario, disclosure, draws, seed, out_dir, overrides);"
WRITE = (
    "from analysis.runner import publish\nfrom analysis.scenarios import run\n"
    "publish(run(scenario, disclosure, draws, seed, overrides), 'run', out_dir).name"
)


def small(folder: Path, *cells: str, parameters: str | None = PARAMETERS, name: str = "06_brief") -> Path:
    """Write a notebook of a tagged cell of parameters, if any, one cell that uses them, and ``cells``."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    if parameters is not None:
        notebook.cells.append(nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
    for place, source in enumerate((USED, *cells)):
        notebook.cells.append(nbformat.v4.new_code_cell(source, id=f"cell-{'abcdefgh'[place]}"))
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"
