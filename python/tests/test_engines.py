"""The same function on engines without a JVM, and on none."""

import pyarrow as pa
import pytest
from conftest import plain, rows

from framescope import FramescopeError, Scorer
from framescope.engines import batches_of, schema, table_of


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


def test_dask_gives_the_same_rows(scorer):
    pandas = pytest.importorskip("pandas")
    dask = pytest.importorskip("dask.dataframe")
    articles = pandas.DataFrame(rows(300))
    meta = schema(scorer).empty_table().to_pandas()

    def part(frame: "pandas.DataFrame") -> "pandas.DataFrame":
        return table_of(frame, scorer).to_pandas()

    scored = dask.from_pandas(articles, npartitions=4).map_partitions(part, meta=meta).compute(scheduler="processes")
    assert plain(pa.Table.from_pandas(scored, preserve_index=False)) == plain(scorer.score(articles))


def test_no_engine_gives_the_same_rows(scorer):
    table = pa.Table.from_pylist(rows(300))
    batches = list(batches_of(table.to_batches(max_chunksize=70), scorer))
    assert plain(pa.Table.from_batches(batches)) == plain(scorer.score(table))
    assert not any(pa.types.is_unsigned_integer(f.type) for f in schema(scorer))


def test_failures_as_asked(scorer):
    table = pa.table({"id": ["a", "b"], "text": ["They attack.", None]})
    assert table_of(table, scorer).num_rows == 1
    with_errors = plain(table_of(table, scorer, failures="column"))
    assert [(r["id"], r["error"] is None) for r in with_errors] == [("a", True), ("b", False)]
    with pytest.raises(FramescopeError, match="no text"):
        table_of(table, scorer, failures="raise")
    assert table_of(table.slice(0, 0), scorer).num_rows == 0


def test_lines_are_read_as_the_command_line_reads_them(scorer):
    lines = pa.table({"value": ['{"id": "a", "text": "They attack."}', '{"text": "They attack."}', "{broken", ""]})
    got = list(batches_of(lines.to_batches(), scorer, failures="column", lines=True))
    got = plain(pa.Table.from_batches(got))
    assert [r["id"].split(":")[0] for r in got] == ["a", "sha256", "sha256"]
    assert [r["error"] is None for r in got] == [True, True, False]
