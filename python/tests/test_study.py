"""Does a study score alike from Python and on the command line: its lexicons, its cleaning, its report?"""

import json

import pandas
import pytest
from conftest import jsonl, plain, printed

import framescope
from framescope import FramescopeError, Scorer

LEXICON = 'frame = "hope"\nlanguage = "en"\ndefinition = "hope"\n[[group]]\nname = "g"\nentries = ["rescue", "volunteer"]\n'
RULES = '[[rule]]\nname = "our-banner"\nwhat = "The banner of our site"\nlines = ["the gull warns*", "* for subscribers"]\n'
STUDY = """title = "Gulls"
articles = ["articles.jsonl"]
lexicons = ["mine/hope.toml"]
[cleaning]
rules = ["mine/rules.toml"]
off = ["more-links"]
[report]
sections = ["note.md", "frames"]
logo = "logo.svg"
accent = "#123456"
"""


def articles() -> list:
    """Pages with furniture around them: whether a threat is counted depends on the rules."""
    story = "The ferry left the harbour at dawn, although a storm had been announced by the office on the hill. "
    out = []
    for i in range(40):
        source = ("Daily Klaxon", "Ellery Courier")[i % 2]
        text = (
            f"Storm over the harbour {i}\n{story * 3}They may attack the power grid, a volunteer said.\n"
            f"The gull warns of an attack and a threat to everybody\n{story * 2}\nRead more: Hackers threaten the bank\n"
            f"An attack that threatens you, for subscribers\n{story * 2}A rescue came in time.\n"
        )
        out.append({"id": f"a{i}", "source": source, "date": f"20{15 + i % 4}", "language": "en", "text": text})
    return out


@pytest.fixture()
def study(tmp_path):
    folder = tmp_path / "study"
    (folder / "mine").mkdir(parents=True)
    (folder / "mine" / "hope.toml").write_text(LEXICON, "utf-8")
    (folder / "mine" / "rules.toml").write_text(RULES, "utf-8")
    (folder / "note.md").write_text("# A note\n\nGulls were **not** harmed.\n", "utf-8")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>', "utf-8")
    (folder / "articles.jsonl").write_text(jsonl(articles()), "utf-8")
    (folder / "study.toml").write_text(STUDY, "utf-8")
    return folder


@pytest.mark.parametrize("unit", ["article", "sentence"])
def test_the_cleaning_of_a_study_holds_row_for_row(study, run, unit):
    mine = ["--lexicon", str(study / "mine" / "hope.toml"), "--cleaning", str(study / "mine" / "rules.toml")]
    command = ["score", "-", "--unit", unit, "--format", "jsonl", *mine, "--without-rule", "more-links"]
    expected = printed(run(*command, data=jsonl(articles())))
    got = plain(Scorer(study).score(articles(), unit=unit))
    assert got == expected
    # The rules matter: without them the banners count.
    default, none = plain(Scorer().score(articles(), unit=unit)), plain(Scorer(without_rules=["all"]).score(articles(), unit=unit))
    assert sum(r["threat"] for r in got) not in {sum(r["threat"] for r in default), sum(r["threat"] for r in none)}
    by_hand = Scorer(
        lexicons=study / "mine" / "hope.toml", cleaning=study / "mine" / "rules.toml", without_rules=["more-links"]
    )
    assert plain(by_hand.score(articles(), unit=unit)) == expected


def test_annotations_set_aside_what_the_study_sets_aside(study):
    removed = Scorer(study).annotate(articles()[0]["text"], language="en")["removed"]
    assert {r["rule"] for r in removed} == {"our-banner"}


def test_a_report_of_a_study_is_that_of_the_command_line(study, tmp_path, run):
    run("report", str(study), "--out", str(tmp_path / "theirs"))
    theirs = json.loads((tmp_path / "theirs" / "results.json").read_text("utf-8"))
    mine = framescope.report(pandas.DataFrame(articles()), tmp_path / "mine", study=study)
    for part in ("spec", "comparison", "stances", "flow"):
        assert mine.results[part] == theirs[part], part
    for name in ("report.md", "figures/rates.svg"):
        assert (tmp_path / "mine" / name).read_text("utf-8") == (tmp_path / "theirs" / name).read_text("utf-8"), name
    page = (tmp_path / "mine" / "report.html").read_text("utf-8")
    assert "Gulls were <strong>not</strong> harmed" in page and "data:image/svg+xml" in page and "#123456" in page
    named = {entry["path"] for entry in json.loads((tmp_path / "mine" / "manifest.json").read_text("utf-8"))["inputs"]}
    assert {"study.toml", "mine/rules.toml", "note.md", "logo.svg"} < named


def test_a_study_travels_whole(study, run):
    import pickle
    import shutil

    expected = plain(Scorer(study).score(articles()))
    packed = pickle.dumps(Scorer(study))
    shutil.rmtree(study)
    assert plain(pickle.loads(packed).score(articles())) == expected


def test_what_a_study_names_must_be_there(study):
    (study / "mine" / "rules.toml").unlink()
    with pytest.raises(FramescopeError, match="No such file") as e:
        Scorer(study)
    assert e.value.file == str(study / "mine" / "rules.toml")
    with pytest.raises(FramescopeError, match="no cleaning rule.*more-links"):
        Scorer(without_rules=["gulls"])
    with pytest.raises(TypeError, match="give a list"):
        Scorer(without_rules="all")
