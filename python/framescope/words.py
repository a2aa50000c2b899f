"""Words in context, and words that tell two corpora apart."""

from __future__ import annotations

import warnings
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
        ``?`` are wildcards, several words a phrase, ``(a|b)`` stands for either, ``*{0,3}`` for none to three words between two
        others), ``frame:ID`` or ``concept:ID``.
    :param articles: a table of articles, as for :meth:`Scorer.score`.
    :param window: words on each side.
    :raises FramescopeError: if the query cannot be read, or names an unknown frame or concept; if there is no column of texts.

    Rows whose text is missing or broken are left out, with a warning, and named in ``.failures``.

    >>> import framescope
    >>> for line in framescope.kwic("=grid", [{"id": "a", "text": "They may attack the power grid soon."}], window=2):
    ...     print(line["left"], "|", line["keyword"], "|", line["right"])
    the power | grid | soon
    """
    core = (scorer or Scorer())._core
    lines, failures = _core.kwic(core, query, as_arrow(articles), _files.columns_text(columns), window)
    return _told(Rows.from_json_lines(lines, failures))


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
    :raises FramescopeError: if there is no column of texts, or one of the wrong type.

    Rows whose text is missing or broken are left out, with a warning, and named in ``.failures`` with their ``table``
    (``"target"`` or ``"reference"``).

    >>> import framescope
    >>> storms = [{"id": f"a{i}", "text": "Storms closed the harbour.", "language": "en"} for i in range(3)]
    >>> calm = [{"id": f"b{i}", "text": "Ferries left the harbour.", "language": "en"} for i in range(3)]
    >>> row = framescope.keyness(storms, calm)[0]
    >>> row["a"], row["b"]
    (3, 0)
    """
    core = (scorer or Scorer())._core
    lines, failures = _core.keyness(
        core, as_arrow(target), as_arrow(reference), _files.columns_text(columns), min_documents
    )
    return _told(Rows.from_json_lines(lines, failures))


def _told(rows: Rows) -> Rows:
    """Warns of rows that were left out: a list looks whole without them."""
    if rows.failures:
        first = rows.failures[0]
        table = f" of the {first['table']}" if "table" in first else ""
        named = "" if first["id"] is None else f" (id {first['id']!r})"
        many = f"; {len(rows.failures)} rows in all, see .failures" if len(rows.failures) > 1 else ""
        warnings.warn(f"row {first['row']}{table}{named} was left out: {first['reason']}{many}", stacklevel=3)
    return rows
