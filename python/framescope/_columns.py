"""Python values → Arrow columns: lists of dictionaries and pandas tables, by way of pyarrow."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

from ._core import FramescopeError


#: Rows that are read of a file at a time: about a megabyte of news, which memory in use already holds. A whole file in fresh
#: memory costs an eighth of the scoring in pages that the system clears.
ROWS = 512


def of_parquet(file: Any) -> Any:
    """The rows of a ``pyarrow.parquet.ParquetFile``, a few at a time."""
    import pyarrow

    return pyarrow.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(batch_size=ROWS))


def of_rows(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A table of dictionaries; a key that a row does not have is missing in it."""
    import pyarrow

    names = dict.fromkeys(name for row in rows for name in row)
    return pyarrow.table({str(name): _column(str(name), [row.get(name) for row in rows]) for name in names})


def of_pandas(frame: Any) -> Any:
    """A table of a pandas table, without its index."""
    import pyarrow

    try:
        return pyarrow.Table.from_pandas(frame, preserve_index=False)
    except (UnicodeEncodeError, pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
        return pyarrow.table({str(name): _column(str(name), values.tolist()) for name, values in frame.items()})


def _column(name: str, values: Iterable[Any]) -> Any:
    import pyarrow

    try:
        return pyarrow.array(values, from_pandas=True)
    except UnicodeEncodeError:
        # Python's strings may hold half a surrogate pair, which no text can. Its row is named where texts are read.
        data = [v.encode("utf-8", "surrogatepass") if isinstance(v, str) else None for v in values]
        return pyarrow.array(data, pyarrow.large_binary()).view(pyarrow.large_string())
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as e:
        error = FramescopeError(f"the column {name!r} holds values of several kinds: {e}")
        error.reason, error.file, error.line, error.remedy = str(e), None, None, None
        raise error from e
