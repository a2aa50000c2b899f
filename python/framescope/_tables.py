"""Tables as they come out: Arrow for scores, plain rows for short lists; both show themselves in a notebook."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Mapping, Sequence

if TYPE_CHECKING:
    from ._core import ArrowTable

#: Rows that a notebook shows.
SHOWN = 20


class Table:
    """A table that every Arrow library takes as it is: ``pyarrow.table(t)``, ``polars.DataFrame(t)``, DuckDB by its name.

    Nothing but Python is needed to hold one; :meth:`to_pandas` and the like need their library.
    """

    def __init__(self, arrow: ArrowTable) -> None:
        self._arrow = arrow

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._arrow.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return self._arrow.num_rows

    @property
    def columns(self) -> List[str]:
        """Names of the columns."""
        return list(self._arrow.column_names)

    def to_pyarrow(self) -> Any:
        """The table as a ``pyarrow.Table``."""
        import pyarrow

        # `pyarrow.table` asks pandas whether this is one of its tables, and imports it for that.
        return pyarrow.RecordBatchReader.from_stream(self).read_all()

    def to_pandas(self) -> Any:
        """The table as a ``pandas.DataFrame``."""
        return self.to_pyarrow().to_pandas()

    def to_polars(self) -> Any:
        """The table as a ``polars.DataFrame``."""
        import polars

        return polars.DataFrame(self)

    def __repr__(self) -> str:
        return f"<framescope.{type(self).__name__}: {len(self)} rows, {len(self.columns)} columns>"


class Scores(Table):
    """Counts per unit, one row each, with the columns of ``framescope score``; and the rows that could not be scored."""

    def __init__(self, arrow: ArrowTable, failures: ArrowTable, notes: Sequence[str]) -> None:
        super().__init__(arrow)
        #: Rows that are no article: ``row`` (from 1), ``id`` where known, ``reason``.
        self.failures = Table(failures)
        #: What was assumed of the table, in words.
        self.notes = list(notes)

    def __repr__(self) -> str:
        failed = f", {len(self.failures)} failures" if len(self.failures) else ""
        return f"<framescope.Scores: {len(self)} rows, {len(self.columns)} columns{failed}>"


class Rows(List["dict[str, Any]"]):
    """A list of dictionaries, shown as a table in a notebook; ``pandas.DataFrame(rows)`` takes it as it is."""

    def __init__(self, rows: Iterable[Dict[str, Any]] = (), failures: Iterable[Dict[str, Any]] = ()) -> None:
        super().__init__(rows)
        #: Rows of the input that could not be read: ``row`` (from 1), ``id`` where known, ``reason``.
        self.failures = list(failures)

    @classmethod
    def from_json_lines(cls, lines: str, failures: str = "") -> Rows:
        """Rows from one JSON object a line, and what could not be read."""
        return cls(_objects(lines), _objects(failures))

    def _repr_html_(self) -> str:
        n = len(self.failures)
        told = f"<p>{n} {'row' if n == 1 else 'rows'} of the input left out: see <code>.failures</code></p>" if n else ""
        if not self:
            return f"<p>no rows</p>{told}"
        names = _shown(list(self[0]))
        head = "".join(f'<th style="padding:2px 6px;text-align:{_side(name, self[0].get(name))}">{html.escape(name)}</th>' for name in names)
        body = "".join(f"<tr>{''.join(_cells(row, names))}</tr>" for row in self[:SHOWN])
        more = f"<p>{len(self) - SHOWN} more rows</p>" if len(self) > SHOWN else ""
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div style="overflow-x:auto">{table}</div>{more}{told}'


def _objects(lines: str) -> List[Dict[str, Any]]:
    # A line of JSON ends with \n and nothing else that splits lines in Python: texts may hold U+2028 and the like.
    return [json.loads(line) for line in lines.split("\n") if line]


def _shown(names: List[str]) -> List[str]:
    """The columns that a notebook shows. Of a concordance the words come first, and no offsets."""
    if "keyword" not in names:
        return names
    words = ["left", "keyword", "right", "stance", "voice"]
    return [*words, *(name for name in names if name not in words and name not in ("start", "end"))]


def _side(name: str, value: Any) -> str:
    # Words before a keyword end where it begins.
    return "right" if name == "left" or isinstance(value, (int, float)) else "left"


def _cells(row: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = row.get(name)
        if value is None:
            text = "–"
        elif isinstance(value, float):
            text = f"{value:.3g}"
        elif isinstance(value, list):
            # Of things with parts, such as units that coders disagree on, their names.
            text = ", ".join(str(next(iter(v.values()), "")) if isinstance(v, dict) else str(v) for v in value)
        else:
            text = str(value)
        style = f"padding:2px 6px;text-align:{_side(name, value)}"
        if name != "reason":
            style += ";white-space:nowrap"
        if name == "keyword":
            style += ";font-weight:bold"
        yield f'<td style="{style}">{html.escape(text)}</td>'
