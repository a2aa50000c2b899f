"""What tests share: a small corpus of our own sentences, and the command line to compare with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEXTS = [
    ("a1", "Daily Klaxon", "2015-03-07", "The group may attack the power grid soon. Experts say it has no such skill."),
    ("a2", "Daily Klaxon", "2015-04", "“We will hack the bank,” the leader said.\n\nNobody knows whether they can."),
    ("b1", "Ellery Courier", "2016", "A cyber caliphate was announced.\n\nIt threatens privacy, officials said. They deny it."),
    ("b2", "Ellery Courier", None, "Naïve readers – 😀 – were not harmed. If they obtain malware, they could strike."),
    ("c1", "La Sera", "2015-05-02", "Il gruppo potrebbe colpire la rete elettrica. Il califfato virtuale non ha le capacità, dicono."),
]


def rows(n: int = len(TEXTS)) -> list:
    """Articles as dictionaries; more than there are texts repeat them under other ids."""
    out = []
    for i in range(n):
        id, source, date, text = TEXTS[i % len(TEXTS)]
        id = id if i < len(TEXTS) else f"{id}-{i}"
        out.append({"id": id, "source": source, "date": date, "text": text})
    return out


@pytest.fixture(scope="session")
def cli() -> str:
    """The command line program."""
    program = os.environ.get("FRAMESCOPE_CLI", str(ROOT / "target" / "debug" / "framescope"))
    assert Path(program).is_file(), f"{program} is not built: cargo build"
    return program


@pytest.fixture(scope="session")
def run(cli):
    """Runs the command line; gives what it wrote."""

    def run(*args: str, data: str = "", code: int = 0) -> str:
        done = subprocess.run([cli, *args, "-q"], input=data.encode(), capture_output=True)
        assert done.returncode == code, done.stderr.decode()
        return done.stdout.decode()

    return run


def jsonl(articles: list) -> str:
    """Articles as JSONL, null fields left out."""
    kept = [{k: v for k, v in a.items() if v is not None} for a in articles]
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in kept)


def plain(table) -> list:
    """Rows of any table as dictionaries with numbers of one kind."""
    import pyarrow

    table = table if isinstance(table, pyarrow.Table) else pyarrow.table(table)
    return [normal(row) for row in table.to_pylist()]


def normal(row: dict) -> dict:
    """A row with tones to four decimals, as they are printed."""
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}


def printed(text: str) -> list:
    """Rows that the command line printed as JSONL."""
    return [normal(json.loads(line)) for line in text.splitlines()]
