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
        sides = ["right" if column in self.numeric else "left" for column in range(len(self.header))]
        head = "".join(
            f'<th scope="col" style="text-align: {side}">{escape(text)}</th>'
            for text, side in zip(self.header, sides, strict=True)
        )
        body = "".join(f"<tr>{_row(row, sides)}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: tuple[str | Cell, ...], sides: list[str]) -> str:
    return "".join(f'<td style="text-align: {side}">{_html(cell)}</td>' for cell, side in zip(row, sides, strict=True))


def _html(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    return escape(cell.median) + (f"<br><small>{escape(cell.interval)}</small>" if cell.interval else "")
