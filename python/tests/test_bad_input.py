"""What is wrong is told by name and row; the rest is scored; nothing dies."""

import pyarrow as pa
import pyarrow.parquet
import pytest
from conftest import jsonl, plain, printed, rows

from framescope import FramescopeError, Scorer, agreement, keyness, kwic, report


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


def test_null_and_empty_texts_are_named(scorer):
    scores = scorer.score([{"id": "a", "text": "They attack."}, {"id": "b", "text": None}, {"id": "c", "text": ""}])
    assert [r["id"] for r in plain(scores)] == ["a"]
    failures = plain(scores.failures)
    assert [(f["row"], f["id"]) for f in failures] == [(2, "b"), (3, "c")]
    assert "no text" in failures[0]["reason"] and "2 failures" in repr(scores)


def test_rows_are_counted_over_all_batches(scorer):
    table = pa.Table.from_pylist([{"id": str(i), "text": None if i == 700 else "x"} for i in range(1000)])
    assert plain(scorer.score(table.to_reader(max_chunksize=300)).failures)[0]["row"] == 701


@pytest.mark.parametrize(
    "table, words",
    [
        ({"text": [1, 2]}, "'text'|\"text\".*Int64"),
        ({"body": [1]}, "text"),
        ({"n": [1]}, "text"),
        ({"text": [b"x"]}, "Binary"),
        ({"text": ["x"], "id": [[1]]}, "List"),
        ({"text": pa.nulls(1)}, "Null"),
    ],
)
def test_wrong_tables_are_explained(scorer, table, words):
    with pytest.raises(FramescopeError, match=words):
        scorer.score(pa.table(table))


def test_unknown_mapped_columns_are_named(scorer):
    with pytest.raises(FramescopeError, match="no column \"Corpo\""):
        scorer.score(pa.table({"text": ["x"]}), columns={"text": "Corpo"})
    with pytest.raises(FramescopeError, match="colour"):
        scorer.score(pa.table({"text": ["x"]}), columns={"colour": "text"})


def test_things_that_are_no_tables(scorer):
    for given in (3, "text", {"text": ["x"]}, [1], object()):
        with pytest.raises(TypeError, match="Arrow table"):
            scorer.score(given)
    for given in (pa.chunked_array([["x"]]), pa.array(["x"])):
        with pytest.raises(FramescopeError, match="no Arrow table"):
            scorer.score(given)
    with pytest.raises(FramescopeError, match="units are"):
        scorer.score(rows(), unit="paragraph")


def broken_text(data: bytes) -> pa.Array:
    """A column that claims to be text but is not: what other programs' memory may hold."""
    offsets = pa.py_buffer(b"".join(n.to_bytes(4, "little") for n in (0, 5, 5 + len(data), 9 + len(data))))
    return pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"First" + data + b"Last")])


@pytest.mark.parametrize("data, words", [(b"x\xed\xa0\x80y", "half a surrogate pair at byte 1"), (b"\xff", "fits no character")])
def test_bytes_that_are_no_text_cost_their_row(scorer, data, words):
    scores = scorer.score(pa.table({"id": ["a", "b", "c"], "text": broken_text(data)}))
    assert [r["id"] for r in plain(scores)] == ["a", "c"]
    assert [f["row"] for f in plain(scores.failures)] == [2] and words in plain(scores.failures)[0]["reason"]


def test_surrogates_in_a_string_are_told(scorer):
    with pytest.raises(FramescopeError, match="the text holds half a surrogate"):
        scorer.annotate("They \udc80 attack.")
    with pytest.raises(FramescopeError, match="the title holds half a surrogate"):
        scorer.annotate("They attack.", title="\ud800")


def test_surrogates_in_a_table_cost_their_row(scorer, tmp_path):
    import pandas

    broken = [{"id": "a", "text": "They attack."}, {"id": "b", "text": "x\ud800y"}, {"id": "c", "text": None}]
    frame = pandas.DataFrame({name: pandas.Series([row[name] for row in broken], dtype=object) for name in ("id", "text")})
    for table in (broken, frame):
        scores = scorer.score(table)
        assert [r["id"] for r in plain(scores)] == ["a"]
        assert [f["row"] for f in plain(scores.failures)] == [2, 3]
        assert "half a surrogate pair at byte 1" in plain(scores.failures)[0]["reason"]
    made = report(broken, tmp_path / "out")
    assert [e["article"] for e in made.results["flow"]["excluded"]] == ["c", "row 2"]


def test_lists_may_leave_fields_out_but_not_mix_kinds(scorer):
    got = plain(scorer.score([{"text": "They attack."}, {"text": "No.", "source": "Klaxon", "id": "b"}]))
    assert [(r["id"], r["source"]) for r in got] == [("table:1", None), ("b", "Klaxon")]
    with pytest.raises(FramescopeError, match="'id' holds values of several kinds"):
        scorer.score([{"id": 1, "text": "x"}, {"id": "b", "text": "y"}])


def test_an_article_of_50_megabytes_is_named(scorer, run, tmp_path):
    text = "They may attack the power grid soon. Nobody was hurt, officials said.\n\n" * 700_000
    assert len(text) > 49_000_000
    table = pa.table({"id": ["long", "short"], "text": pa.array([text, "They attack."], pa.large_string())})
    scores = scorer.score(table)
    assert [r["id"] for r in plain(scores)] == ["short"]
    assert plain(scores.failures) == [{"row": 1, "id": "long", "reason": "the text is longer than 16 MB: this is no article"}]
    # As on the command line, whatever the file.
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_text(jsonl(table.to_pylist()), "utf-8")
    for name in ("a.parquet", "a.jsonl"):
        assert [r["id"] for r in printed(run("score", str(tmp_path / name), "--format", "jsonl", code=3))] == ["short"], name


def test_an_article_of_15_megabytes_is_scored(scorer):
    text = "They may attack the power grid soon. Nobody was hurt, officials said.\n\n" * 215_000
    got = plain(scorer.score([{"id": "long", "text": text, "language": "en"}]))
    assert got[0]["threat"] >= 215_000 and got[0]["end"] == len(text)


def test_errors_have_file_and_line(tmp_path):
    study = tmp_path / "study.toml"
    study.write_text('title = "x"\ntitel = "y"\n')
    with pytest.raises(FramescopeError) as e:
        Scorer(study)
    assert e.value.file == str(study) and e.value.line == 2 and "titel" in e.value.reason
    lexicon = tmp_path / "l.toml"
    lexicon.write_text('frame = "threat"\nlanguage = "en"\n[[group]]\nname = "g"\nentries = [{ pattern = "x", weight = 3 }]\n')
    with pytest.raises(FramescopeError) as e:
        Scorer(lexicons=[lexicon])
    assert e.value.file == str(lexicon) and e.value.line and "weight" in str(e.value)
    with pytest.raises(FramescopeError, match="No such file") as e:
        Scorer(lexicons="nowhere.toml")
    assert e.value.file == "nowhere.toml"
    with pytest.raises(FramescopeError, match="known:"):
        Scorer(concepts=["moon"])
    with pytest.raises(TypeError):
        Scorer(concepts="cyber-caliphate")
    codes = tmp_path / "codes.csv"
    codes.write_text("unit,coder,threat\n1,a,1,7\n")
    with pytest.raises(FramescopeError) as e:
        agreement(codes)
    assert e.value.file == str(codes) and e.value.line == 2
    codes.write_text("unit,coder,threat\n1,a,1\n1,a,0\n2,a,1\n1,b,1\n2,b,0\n")
    with pytest.warns(UserWarning, match="codes.csv:3: a codes the unit 1 twice"):
        assert agreement(codes)[0]["variable"] == "threat"


def test_reports_do_not_overwrite_other_folders(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        report(rows(), tmp_path / "mine")
    with pytest.raises(FramescopeError, match="no article"):
        report(pa.table({"text": pa.array([None], pa.string())}), tmp_path / "none")
    assert not (tmp_path / "none").exists() and (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_dates_that_are_none(scorer):
    with pytest.raises(FramescopeError, match="no date|is not a date"):
        scorer.annotate("x", date="someday")


def test_concordances_and_keyness_name_what_they_leave_out(scorer):
    import pickle

    broken = [{"id": "a", "text": "They attack."}, {"id": "b", "text": None}, {"id": "c", "text": "x\ud800y"}]
    with pytest.warns(UserWarning, match="row 2 .id 'b'. was left out: the row has no text; 2 rows in all"):
        lines = kwic("attack", broken, scorer=scorer)
    assert [line["keyword"] for line in lines] == ["attack"]
    assert [(f["row"], f["id"]) for f in lines.failures] == [(2, "b"), (3, None)]
    assert "half a surrogate pair" in lines.failures[1]["reason"] and "2 rows of the input left out" in lines._repr_html_()
    assert pickle.loads(pickle.dumps(lines)).failures == lines.failures
    with pytest.warns(UserWarning, match="of the reference"):
        terms = keyness(rows(), broken, scorer=scorer)
    assert [(f["table"], f["row"]) for f in terms.failures] == [("reference", 2), ("reference", 3)]
    for call in (lambda t: kwic("attack", t), lambda t: keyness(t, rows())):
        with pytest.raises(FramescopeError, match="type Int64"):
            call(pa.table({"text": [1]}))
        with pytest.raises(TypeError, match="Arrow table"):
            call(3)


def test_separators_of_lines_inside_a_text(scorer):
    text = "Here\u2028they\u0085may\x1cattack\u2029now."
    lines = kwic("attack", [{"id": "a\u2028b", "text": text}], scorer=scorer)
    assert [(line["id"], line["keyword"]) for line in lines] == [("a\u2028b", "attack")] and lines.failures == []
