"""Reports, agreement, keyness and concordances are those of the command line."""

import json

import pandas
import pytest
from conftest import ROOT, plain, rows

import framescope


@pytest.fixture(scope="module")
def sample(run) -> pandas.DataFrame:
    articles = run("corpus", "convert", str(ROOT / "studies" / "sample"), "--to", "jsonl")
    # Not read_json, which makes whole dates of months and years.
    return pandas.DataFrame([json.loads(line) for line in articles.splitlines()])


def test_a_report_has_the_numbers_of_the_command_line(sample, tmp_path):
    made = framescope.report(sample, tmp_path / "out", study=ROOT / "studies" / "sample")
    expected = json.loads((ROOT / "reports" / "sample" / "results.json").read_text("utf-8"))
    assert made.results["comparison"] == expected["comparison"]
    assert made.results["stances"] == expected["stances"]
    shown = made._repr_html_()
    assert "<svg" in shown and "report.html" in shown
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    named = [entry["path"] for entry in manifest["inputs"]]
    assert named == ["about.md", "logo.svg", "study.toml", "table"] and str(tmp_path) not in json.dumps(manifest)
    again = framescope.report(sample, tmp_path / "out", study=ROOT / "studies" / "sample", title="Other", quotes=False)
    assert again.results["spec"]["title"] == "Other"
    assert not [p for p in tmp_path.iterdir() if p.name != "out"]


def test_kwic(sample, tmp_path, run):
    got = framescope.kwic("frame:capability", sample, window=5)
    articles = tmp_path / "a.jsonl"
    articles.write_text(run("corpus", "convert", str(ROOT / "studies" / "sample"), "--to", "jsonl"), "utf-8")
    expected = run("kwic", "frame:capability", str(articles), "--window", "5", "--format", "jsonl")
    assert got == [json.loads(line) for line in expected.splitlines()] and len(got) > 10
    assert got._repr_html_().count("<tr>") == 21 and "more rows" in got._repr_html_()
    assert framescope.kwic("zzzz", rows()) == [] and "no rows" in framescope.kwic("zzzz", rows())._repr_html_()
    with pytest.raises(framescope.FramescopeError, match="no frame"):
        framescope.kwic("frame:moon", rows())


def test_keyness(sample, tmp_path, run):
    source = sample["source"].value_counts().index[0]
    language = sample[sample["source"] == source]["language"].iloc[0]
    same = sample[sample["language"] == language]
    mine, others = same[same["source"] == source], same[same["source"] != source]
    got = framescope.keyness(mine, others, min_documents=3)
    for name, part in (("t", mine), ("r", others)):
        (tmp_path / f"{name}.jsonl").write_text(part.to_json(orient="records", lines=True, force_ascii=False), "utf-8")
    expected = run(
        "keyness", str(tmp_path / "t.jsonl"), "--against", str(tmp_path / "r.jsonl"), "--format", "jsonl", "--contexts", "0"
    )
    expected = [json.loads(line) for line in expected.splitlines()]
    expected = [row for row in expected if row["target"] == "t"]
    names = ("term", "a", "b", "c", "d", "log_ratio", "g2", "p", "q", "log_odds", "z", "documents")
    assert [[row[n] for n in names] for row in got] == [[row[n] for n in names] for row in expected] and got
    assert framescope.keyness(mine, mine.head(0).astype(str)) == []


def test_agreement(tmp_path, run):
    anna, ben = tmp_path / "anna.csv", tmp_path / "ben.csv"
    anna.write_text("unit,threat\n1,1\n2,0\n3,1\n4,0\n5,\n")
    ben.write_text("unit,threat\n1,1\n2,0\n3,0\n4,0\n5,1\n")
    expected = [json.loads(line) for line in run("agreement", str(anna), str(ben), "--format", "jsonl").splitlines()]
    assert framescope.agreement(anna, ben) == expected
    assert "{" not in framescope.agreement(anna, ben)._repr_html_()
    frames = [pandas.read_csv(f).assign(coder=f.stem) for f in (anna, ben)]
    table = pandas.concat(frames).astype({"threat": "Int64"})
    from_table = framescope.agreement(table)[0]
    assert from_table["alpha"] == expected[0]["alpha"] and from_table["percent"] == 0.75
    with pytest.raises(framescope.FramescopeError, match="levels are"):
        framescope.agreement(anna, ben, level="metric")


def test_a_report_of_scores_needs_no_texts(sample, tmp_path):
    scores = framescope.Scorer().score(sample)
    made = framescope.report(scores, tmp_path / "out")
    assert made.results["flow"]["kept"] == len(sample)
    hits = sum(m["hits"] for m in made.results["comparison"]["measures"] if m["frame"] == "threat")
    assert hits == sum(row["threat"] for row in plain(scores))
    with pytest.raises(framescope.FramescopeError, match="single sentence"):
        framescope.report(framescope.Scorer().score(sample, unit="sentence"), tmp_path / "out")


def test_a_report_of_many_scores_is_made_of_sums(tmp_path, run):
    """A partitioned folder as Spark writes it, with more rows than fit article by article."""
    import make_scores
    import pyarrow as pa
    import pyarrow.parquet as pq

    from framescope.engines import schema

    n = 104_000
    columns = schema(framescope.Scorer())
    whole = make_scores.part(columns, 0, n)
    whole = whole.append_column("error", pa.nulls(n, pa.string()))
    for i in range(2):
        (tmp_path / "scores" / "kind=scores").mkdir(parents=True, exist_ok=True)
        pq.write_table(whole.slice(i * n // 2, n // 2), tmp_path / "scores" / "kind=scores" / f"part-{i}.parquet")
    failed = pa.Table.from_pylist([{"id": "broken", "error": "the row has no text"}], schema=whole.schema)
    (tmp_path / "scores" / "kind=failures").mkdir()
    pq.write_table(failed, tmp_path / "scores" / "kind=failures" / "part-0.parquet")

    run("report", "--from", str(tmp_path / "scores"), "--out", str(tmp_path / "out"))
    results = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    assert results["flow"]["kept"] == n
    assert results["flow"]["excluded"] == [{"article": "broken", "reason": "the row has no text"}]
    threat = [m for m in results["comparison"]["measures"] if m["frame"] == "threat"]
    assert len(threat) == make_scores.SOURCES and all(m["rate"]["low"] < m["rate"]["value"] < m["rate"]["high"] for m in threat)
    assert sum(m["hits"] for m in threat) == sum(whole["threat"].to_pylist())
    manifest = (tmp_path / "out" / "manifest.json").read_text("utf-8")
    assert "Poisson" in manifest

    mine = framescope.report(whole, tmp_path / "mine", title="Frames by scores")
    assert mine.results["comparison"] == results["comparison"]
