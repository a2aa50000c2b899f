"""A program as users write it, for the type checker."""

from typing import Any, Dict, List

import framescope


def hedged(text: str) -> List[Dict[str, Any]]:
    """Hits that are put with care."""
    annotation = framescope.Scorer(concepts=["cyber-caliphate"], without_rules=["all"], threads=1).annotate(text, language="en")
    return [hit for hit in annotation["hits"] if hit["stance"] == "hedged"]


def count(table: object) -> int:
    """Rows and failures of a table."""
    scores = framescope.Scorer().score(table, unit="sentence", columns={"text": "Body"})
    return len(scores) + len(scores.failures)


def lines(articles: object) -> framescope.Rows:
    """A concordance."""
    made = framescope.report(articles, "out", group_by="year", quotes=False)
    assert made.results and made.folder.name
    framescope.keyness(articles, articles, min_documents=2)
    return framescope.kwic("attack", articles, window=3)
