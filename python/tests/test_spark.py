"""Does Spark give what the command line gives, when a machine dies as well?"""

import json
import shutil

import pyarrow.parquet
import pytest
from cluster import Cluster
from conftest import jsonl, normal, plain, printed, rows

import framescope.spark
import framescope.spark_job
from framescope import Scorer

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.fail("Spark needs Java 17 or later: none was found", pytrace=False)

N = 6000


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Cluster(tmp_path_factory.mktemp("spark")) as cluster:
        yield cluster


def by_place(scored: list) -> list:
    return sorted(scored, key=lambda r: (r["id"], r["index"]))


def test_the_job_survives_a_dead_executor(cluster, tmp_path, run):
    articles = rows(N)
    source = tmp_path / "articles"
    source.mkdir()
    # Several files, so that there are tasks left when the executor dies.
    for i in range(24):
        (source / f"{i:02}.jsonl").write_text(jsonl(articles[i::24]) + ("{broken\n" if i == 3 else ""), "utf-8")
    lexicon = tmp_path / "hope.toml"
    lexicon.write_text(
        'frame = "hope"\nlanguage = "en"\ndefinition = "hope"\n[[group]]\nname = "g"\nentries = ["expert", "hope"]\n', "utf-8"
    )
    archive = framescope.spark.pack(tmp_path / "framescope.tar.gz")
    out = tmp_path / "scores"
    job = cluster.submit(
        "--archives", f"{archive}#framescope_package",
        "--conf", "spark.executorEnv.PYTHONPATH=./framescope_package",
        "--conf", "spark.sql.files.openCostInBytes=128m",
        framescope.spark_job.__file__, "--lexicon", str(lexicon), str(source), str(out),
    )  # fmt: skip
    finished, killed, said = 0, None, []
    for line in job.stderr:
        said.append(line)
        finished += "Finished task" in line
        if finished == 3 and killed is None:
            lexicon.unlink()  # it has travelled
            killed = cluster.kill_executor()
    printed_out = job.stdout.read()
    assert job.wait() == 0, "".join(said[-60:])
    assert killed is not None and any("Lost executor" in line for line in said)
    assert json.loads(printed_out.splitlines()[-1]) == {"out": str(out), "rows": N, "failures": 1}

    scores = pyarrow.parquet.read_table(out / "kind=scores", partitioning=None)
    got = by_place(plain(scores.drop_columns(["error"])))
    lexicon.write_text(
        'frame = "hope"\nlanguage = "en"\ndefinition = "hope"\n[[group]]\nname = "g"\nentries = ["expert", "hope"]\n', "utf-8"
    )
    expected = by_place(
        printed(run("score", "-", "--format", "jsonl", "--lexicon", str(lexicon), data=jsonl(articles)))
    )
    assert got == expected and sum(r["hope"] for r in got) > 0
    failures = plain(pyarrow.parquet.read_table(out / "kind=failures", partitioning=None))
    assert len(failures) == 1 and failures[0]["id"].startswith("sha256:") and "JSON" in failures[0]["error"]


@pytest.fixture(scope="module")
def session(cluster):
    import os

    from pyspark.sql import SparkSession

    os.environ.update({k: v for k, v in cluster.env.items() if k.startswith(("SPARK", "PYSPARK"))})
    builder = SparkSession.builder.master(cluster.master).config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.ui.enabled", "false").config("spark.executor.memory", "1500m")
    session = framescope.spark.settings(builder).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.mark.parametrize("unit", ["article", "sentence"])
def test_a_table_is_scored_row_for_row(session, unit):
    articles = rows(50)
    df = session.createDataFrame(articles, "id string, source string, date string, text string").repartition(3)
    scored = framescope.spark.score(df, unit=unit)
    expected = plain(Scorer().score(articles, unit=unit))
    assert scored.columns == list(expected[0])
    assert by_place([normal(r.asDict()) for r in scored.collect()]) == by_place(expected)


def test_bad_rows_never_kill_an_executor(session):
    sentence = "They may attack the power grid soon. Nobody was hurt, officials said.\n\n"
    # Fifty megabytes, which are no article, and fifteen, which are one. A failing task is tried four times: seventeen will do there.
    long, book, too_long = sentence * 700_000, sentence * 215_000, sentence * 240_000
    df = session.createDataFrame([("a", "They attack."), ("b", None), ("c", ""), ("e", long), ("f", book)], "id string, text string")
    scored = framescope.spark.score(df, failures="column").collect()
    assert {r["id"]: r["error"] is None for r in scored} == {"a": True, "b": False, "c": False, "e": False, "f": True}
    assert "longer than 16 MB" in [r["error"] for r in scored if r["id"] == "e"][0]
    assert len(framescope.spark.score(df).collect()) == 2
    for id, text, reason in [("b", None, "no text"), ("e", too_long, "longer than 16 MB")]:
        one = session.createDataFrame([("a", "They attack."), (id, text)], "id string, text string")
        with pytest.raises(Exception, match=reason):
            framescope.spark.score(one, failures="raise").collect()
    given = ['{"id": "d", "text": "x\\ud800y"}', '{"id": "e", "text": "ok"}', "", json.dumps({"id": "g", "text": long})]
    lines = session.createDataFrame([(line,) for line in given], "value string")
    scored = framescope.spark.score_lines(lines, failures="column").collect()
    assert [(r["id"], r["error"] is None) for r in scored if r["error"] is None] == [("e", True)]
    assert len(scored) == 3 and any("longer than" in (r["error"] or "") for r in scored)
    assert session.range(3).count() == 3


def test_wrong_tables_are_told_before_any_task(session):
    df = session.createDataFrame([("a", 1)], "id string, text int")
    with pytest.raises(ValueError, match="type int"):
        framescope.spark.score(df)
    with pytest.raises(ValueError, match="no 'text'"):
        framescope.spark.score(df.select("id"))
    with pytest.raises(ValueError, match="no column 'id'"):
        framescope.spark.score(df.selectExpr("'x' as text"))
    mapped = session.createDataFrame([("a", "They attack.")], "`Key No` string, Body string")
    got = framescope.spark.score(mapped, columns={"text": "Body", "id": "Key No"}).collect()
    assert [r["id"] for r in got] == ["a"]
