"""Reports, agreement, keyness and concordances are those of the command line."""

import io
import json

import pandas
import pytest
from conftest import ROOT, plain, rows

import framescope


@pytest.fixture(scope="module")
def sample(run) -> pandas.DataFrame:
    articles = run("corpus", "convert", str(ROOT / "studies" / "sample"), "--to", "jsonl")
    return pandas.read_json(io.StringIO(articles), lines=True, dtype=str)


def test_a_report_has_the_numbers_of_the_command_line(sample, tmp_path):
    made = framescope.report(sample, tmp_path / "out", study=ROOT / "studies" / "sample")
    expected = json.loads((ROOT / "reports" / "sample" / "results.json").read_text("utf-8"))
    assert made.results["comparison"] == expected["comparison"]
    assert made.results["stances"] == expected["stances"]
    shown = made._repr_html_()
    assert "<svg" in shown and "report.html" in shown
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert len(manifest["inputs"]) == 1 and str(tmp_path) not in json.dumps(manifest)
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
    frames = [pandas.read_csv(f).assign(coder=f.stem) for f in (anna, ben)]
    table = pandas.concat(frames).astype({"threat": "Int64"})
    from_table = framescope.agreement(table)[0]
    assert from_table["alpha"] == expected[0]["alpha"] and from_table["percent"] == 0.75
    with pytest.raises(framescope.FramescopeError, match="levels are"):
        framescope.agreement(anna, ben, level="metric")


def test_scores_of_a_report(sample):
    scores = framescope.Scorer().score(sample)
    assert {"kind", "error"}.isdisjoint(scores.columns) and len(plain(scores)) == len(sample)
