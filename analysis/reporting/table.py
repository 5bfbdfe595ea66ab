"""A table ready to print: header row on top, each result in a cell of its own with its id, median and interval."""

from dataclasses import asdict, dataclass
from html import escape


@dataclass(frozen=True)
class Cell:
    """A result in a table: its id, its median and, below it, its 90% interval."""

    id: str
    median: str
    interval: str


@dataclass(frozen=True)
class Table:
    """A table ready to print; ``wide`` are the relative column widths, ``numeric`` the columns set flush right."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    wide: tuple[float, ...]
    numeric: tuple[int, ...]

    def as_dict(self) -> dict[str, object]:
        """For the template."""
        return asdict(self)

    def _repr_html_(self) -> str:
        """As a notebook shows it."""
        head = "".join(f'<th scope="col">{escape(h)}</th>' for h in self.header)
        body = "".join("<tr>" + "".join(f"<td>{_html(c)}</td>" for c in row) + "</tr>" for row in self.rows)
        return f"<table><caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    return escape(cell.median) + (f"<br><small>{escape(cell.interval)}</small>" if cell.interval else "")
