"""The one function that every engine runs: Arrow batches of articles in, Arrow batches of scores out.

Spark and Sail take it by ``mapInArrow``; Daft, Ray Data and Dask take a table at a time. A :class:`framescope.Scorer` is built
once per process and kept.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import Any, Dict, Iterable, Iterator, List, Optional

from ._core import FramescopeError
from .scorer import Columns, Scorer

#: Scorers of this process by their contents: a worker that runs many tasks compiles lexicons once.
_KEPT: Dict[str, Scorer] = {}


def batches_of(
    batches: Iterable[Any],
    scorer: Optional[Scorer] = None,
    *,
    unit: str = "article",
    columns: Columns = None,
    segment_sentences: Optional[int] = None,
    failures: str = "drop",
    lines: bool = False,
) -> Iterator[Any]:
    """Scores batches one after the other on one thread; yields ``pyarrow.RecordBatch``.

    :param lines: the first column holds lines of JSON, which are read as the command line reads them.
    :param failures: ``"drop"``, ``"raise"`` or ``"column"``, as for :func:`framescope.spark.score`.
    :raises FramescopeError: if a table has no texts; with ``failures="raise"`` also for the first row that has none.
    """
    kept = _kept(scorer or Scorer())
    wanted = schema(kept)
    first = 1
    for batch in batches:
        scores = kept._score(batch, unit, columns, segment_sentences, 1, first, lines)
        first += len(batch)
        table = scores.to_pyarrow().cast(wanted)
        failed = scores.failures.to_pyarrow().to_pylist() if len(scores.failures) else []
        if failed and failures == "raise":
            row = failed[0]
            raise FramescopeError(f"row {row['row']} (id {row['id']!r}): {row['reason']}")
        if failures == "column":
            table = _with_errors(table, failed)
        yield from table.to_batches()


def table_of(
    table: Any,
    scorer: Optional[Scorer] = None,
    *,
    unit: str = "article",
    columns: Columns = None,
    failures: str = "drop",
) -> Any:
    """The same for engines that give whole tables (``pyarrow.Table`` in, ``pyarrow.Table`` out).

    >>> import pyarrow
    >>> from framescope.engines import table_of
    >>> articles = pyarrow.table({"id": ["a", "b"], "text": ["They attack.", None]})
    >>> table_of(articles, failures="column").select(["id", "threat", "error"]).to_pylist()
    [{'id': 'a', 'threat': 1, 'error': None}, {'id': 'b', 'threat': None, 'error': 'the row has no text'}]
    """
    import pyarrow

    scorer = scorer or Scorer()
    found = list(batches_of([table], scorer, unit=unit, columns=columns, failures=failures))
    wanted = schema(scorer)
    if failures == "column":
        wanted = wanted.append(pyarrow.field("error", pyarrow.string()))
    return pyarrow.Table.from_batches(found, schema=wanted)


def schema(scorer: Scorer) -> Any:
    """The columns of a score table as a ``pyarrow.Schema`` of types that every engine knows: none is unsigned."""
    import pyarrow

    place = {"start": pyarrow.int64(), "end": pyarrow.int64()}
    known: List[Any] = []
    for field in pyarrow.RecordBatchReader.from_stream(scorer._core.schema()).schema:
        kind = field.type
        if pyarrow.types.is_unsigned_integer(kind):
            kind = place.get(field.name, pyarrow.int32())
        known.append(pyarrow.field(field.name, kind))
    return pyarrow.schema(known)


def _with_errors(table: Any, failed: List[Dict[str, Any]]) -> Any:
    """Adds the column ``error``, and a row for each failure."""
    import pyarrow

    error = pyarrow.field("error", pyarrow.string())
    scored = table.append_column(error, pyarrow.nulls(table.num_rows, pyarrow.string()))
    if not failed:
        return scored
    rows = [{"id": row["id"], "error": row["reason"]} for row in failed]
    return pyarrow.concat_tables([scored, pyarrow.Table.from_pylist(rows, schema=scored.schema)])


def _kept(scorer: Scorer) -> Scorer:
    key = hashlib.sha256(pickle.dumps(scorer.__getstate__())).hexdigest()
    return _KEPT.setdefault(key, scorer)


__all__ = ["batches_of", "schema", "table_of"]
