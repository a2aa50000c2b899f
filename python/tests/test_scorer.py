"""Is it the same core? Rows equal to the command line's, whatever table they came from."""

import pickle
import threading
import time

import pyarrow as pa
import pytest
from conftest import ROOT, jsonl, plain, printed, rows

import framescope
from framescope import Scorer


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


@pytest.mark.parametrize("unit", ["article", "segment", "sentence", "hit"])
def test_rows_are_those_of_the_command_line(scorer, run, unit):
    articles = rows(700)
    expected = printed(run("score", "-", "--unit", unit, "--format", "jsonl", data=jsonl(articles)))
    scores = scorer.score(pa.Table.from_pylist(articles), unit=unit)
    assert scores.columns == list(expected[0])
    assert plain(scores) == expected
    assert len(scores) == len(expected) and len(scores.failures) == 0


def test_the_built_in_study_scores_alike(scorer, run):
    articles = run("corpus", "convert", str(ROOT / "studies" / "sample"), "--to", "jsonl")
    expected = printed(run("score", "-", "--format", "jsonl", data=articles))
    import json

    import pandas

    table = pandas.DataFrame([json.loads(line) for line in articles.splitlines()])
    assert plain(scorer.score(table)) == expected and len(expected) >= 27


def test_tables_of_every_library_go_in_as_they_are(scorer):
    import duckdb
    import pandas
    import polars

    articles = rows()
    table = pa.Table.from_pylist(articles)
    expected = plain(scorer.score(table))
    frame = pandas.DataFrame(articles)
    for given in (
        table,
        table.to_batches()[0],
        table.to_reader(max_chunksize=2),
        pa.table({"text": table["text"].dictionary_encode(), **{n: table[n] for n in ("id", "source", "date")}}),
        frame,
        polars.DataFrame(articles),
        duckdb.sql("select * from frame"),
        articles,
    ):
        assert plain(scorer.score(given)) == expected, type(given)


def test_files_go_in_by_the_libraries_that_read_them(scorer, tmp_path):
    """CSV, JSONL and Parquet as pyarrow, pandas, polars and DuckDB read them, whole or in a stream."""
    import duckdb
    import pandas
    import polars
    import pyarrow.csv
    import pyarrow.dataset
    import pyarrow.json
    import pyarrow.parquet

    articles = rows(40)
    expected = plain(scorer.score(articles))
    table = pa.Table.from_pylist(articles)
    csv, lines, parquet = (tmp_path / f"articles.{kind}" for kind in ("csv", "jsonl", "parquet"))
    pandas.DataFrame(articles).to_csv(csv, index=False)
    lines.write_text(jsonl(articles), "utf-8")
    pyarrow.parquet.write_table(table, parquet)
    texts = pyarrow.csv.ConvertOptions(column_types={"date": pa.string()}, strings_can_be_null=True)
    breaks = pyarrow.csv.ParseOptions(newlines_in_values=True)
    given = {
        "pyarrow csv": pyarrow.csv.read_csv(csv, parse_options=breaks, convert_options=texts),
        "pyarrow csv, stream": pyarrow.csv.open_csv(csv, parse_options=breaks, convert_options=texts),
        "pyarrow json": pyarrow.json.read_json(
            lines, parse_options=pyarrow.json.ParseOptions(explicit_schema=table.schema, newlines_in_values=False)
        ),
        "pyarrow dataset, stream": pyarrow.dataset.dataset(parquet).scanner(batch_size=7).to_reader(),
        "pyarrow dataset": pyarrow.dataset.dataset(parquet),
        "pyarrow parquet": pyarrow.parquet.ParquetFile(parquet),
        "pandas csv": pandas.read_csv(csv, dtype={"date": str}),
        "pandas jsonl": pandas.read_json(lines, lines=True, dtype=False),
        "pandas categories": pandas.read_csv(csv, dtype={"date": str, "source": "category", "text": "category"}),
        "polars csv": polars.read_csv(csv, schema_overrides={"date": polars.String}),
        "polars jsonl": polars.read_ndjson(lines),
        "polars lazy": polars.scan_parquet(parquet),
        "duckdb csv": duckdb.sql(f"from read_csv('{csv}', types={{'date': 'VARCHAR'}})"),
        "duckdb jsonl": duckdb.sql(f"from read_json('{lines}', columns={{id: 'VARCHAR', source: 'VARCHAR', date: 'VARCHAR', text: 'VARCHAR'}})"),
        "duckdb parquet": duckdb.sql(f"from '{parquet}'"),
    }  # fmt: skip
    for name, table in given.items():
        assert plain(scorer.score(table)) == expected, name


def test_scores_go_out_to_every_library(scorer):
    scores = scorer.score(rows())
    assert scores.to_pandas().shape == (5, len(scores.columns))
    assert scores.to_polars().shape == (5, len(scores.columns))
    import duckdb

    scored = scores.to_pyarrow()
    assert duckdb.sql("select sum(tokens) as n from scored").fetchall()[0][0] == sum(r["tokens"] for r in plain(scores))


def test_types_of_dates_and_ids(scorer):
    import datetime

    table = pa.table({
        "id": pa.array([7, 8], pa.int64()),
        "date": pa.array([datetime.date(2015, 3, 7), None], pa.date32()),
        "text": pa.array(["They may attack.", "No."], pa.large_string()),
        "other": pa.array([[1], [2]]),
    })
    got = plain(scorer.score(table))
    assert [(r["id"], r["date"]) for r in got] == [("7", "2015-03-07"), ("8", None)]


def test_columns_are_mapped(scorer):
    table = pa.table({"Key": ["x"], "Corpo": ["They may attack the grid."]})
    assert plain(scorer.score(table, columns={"text": "Corpo", "id": "Key"}))[0]["id"] == "x"


def test_threads_change_nothing():
    articles = rows(3000)
    one, two = (plain(Scorer(threads=n).score(articles)) for n in (1, 3))
    assert one == two


def test_own_lexicons_and_concepts(tmp_path, run):
    lexicon = tmp_path / "hope.toml"
    lexicon.write_text(
        'frame = "hope"\nlanguage = "en"\ndefinition = "hope"\n[[group]]\nname = "g"\nentries = ["expert", "hope"]\n', "utf-8"
    )
    scorer = Scorer(lexicons=lexicon, concepts=["cyber-caliphate"])
    assert scorer.frames[-1] == "hope" and scorer.concepts == ["cyber-caliphate"]
    got = plain(scorer.score(rows()))
    expected = printed(run("score", "-", "--lexicon", str(lexicon), "--format", "jsonl", data=jsonl(rows())))
    for mine, theirs in zip(got, expected):
        assert mine == {k: v for k, v in theirs.items() if not k.endswith(":virtual-caliphate")}
    again = pickle.loads(pickle.dumps(scorer))
    lexicon.unlink()
    assert plain(again.score(rows())) == got


def test_a_study_brings_its_lexicons(tmp_path):
    (tmp_path / "my.toml").write_text(
        'frame = "hope"\nlanguage = "en"\ndefinition = "hope"\n[[group]]\nname = "g"\nentries = ["expert"]\n', "utf-8"
    )
    (tmp_path / "study.toml").write_text('title = "T"\narticles = ["."]\nlexicons = ["my.toml"]\nframes = ["hope"]\n', "utf-8")
    for study in (tmp_path, tmp_path / "study.toml"):
        assert Scorer(study).frames == ["hope"]


def test_annotate_gives_what_the_command_line_gives(scorer, run):
    import json

    for article in rows():
        expected = json.loads(run("annotate", "-", "--tokens", data=jsonl([article])))
        given = {k: v for k, v in article.items() if k != "text"}
        got = scorer.annotate(article["text"], tokens=True, **given)
        assert got == expected
        for hit in got["hits"]:
            assert article["text"][hit["start"] : hit["end"]] == hit["text"]


def test_an_annotation_shows_itself(scorer):
    shown = scorer.annotate("They <b>may</b> attack.", title="T")._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-same-origin" srcdoc=') and "<b>may" not in shown and "&lt;script" not in shown
    annotation = scorer.annotate("They may attack.", title="T")
    again = pickle.loads(pickle.dumps(annotation))
    assert again == annotation and again.page() == annotation.page() and annotation.page().startswith("<!")


def test_other_threads_run_meanwhile(scorer):
    table = pa.Table.from_pylist(rows(20_000))
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.wait(0.001):
            ticks.append(time.monotonic())

    other = threading.Thread(target=tick)
    other.start()
    Scorer(threads=1).score(table)
    stop.set()
    other.join()
    assert len(ticks) > 5


def test_the_version_is_the_command_lines(run):
    assert framescope.__version__ in run("--version")
