"""Words in context, and words that tell two corpora apart."""

from __future__ import annotations

from typing import Any, Optional

from . import _core, _files
from ._tables import Rows
from .scorer import Columns, Scorer, as_arrow


def sample() -> Rows:
    """The articles of the built-in study: four invented outlets in English and Italian, written for framescope.

    >>> import framescope
    >>> sorted({row["language"] for row in framescope.sample()})
    ['en', 'it']
    """
    return Rows.from_json_lines(_core.sample())


def kwic(
    query: str, articles: Any, *, window: int = 8, columns: Columns = None, scorer: Optional[Scorer] = None
) -> Rows:
    """Keyword in context: one row a place, with the words before and after it.

    :param query: a pattern of the lexicons (a plain word finds every form with its stem, ``=word`` the form alone, ``*`` and
        ``?`` are wildcards, several words a phrase), ``frame:ID`` or ``concept:ID``.
    :param articles: a table of articles, as for :meth:`Scorer.score`.
    :param window: words on each side.
    :raises FramescopeError: if the query cannot be read, or names an unknown frame or concept.
    """
    core = (scorer or Scorer())._core
    return Rows.from_json_lines(_core.kwic(core, query, as_arrow(articles), _files.columns_text(columns), window))


def keyness(
    target: Any,
    reference: Any,
    *,
    min_documents: int = 1,
    columns: Columns = None,
    scorer: Optional[Scorer] = None,
) -> Rows:
    """Words (stems) that the target uses more or less than the reference, the most distinctive first.

    One row a term: counts ``a`` and ``b`` of ``c`` and ``d`` words, ``log_ratio`` with its interval, ``g2``, ``p`` and ``q``
    (Benjamini–Hochberg), ``log_odds`` with ``z`` (Monroe, Colaresi and Quinn 2008), and ``documents`` of the target with it.
    Words of grammar and numbers are left out.

    :param target: a table of articles, as for :meth:`Scorer.score`.
    :param reference: the table that it is compared with.
    :param min_documents: leaves terms out that fewer articles of both have.
    """
    core = (scorer or Scorer())._core
    lines = _core.keyness(core, as_arrow(target), as_arrow(reference), _files.columns_text(columns), min_documents)
    return Rows.from_json_lines(lines)
