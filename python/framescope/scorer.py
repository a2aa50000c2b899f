"""Scoring and annotating."""

from __future__ import annotations

import html
import json
import os
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import _columns, _files
from ._core import Core
from ._tables import Scores

if TYPE_CHECKING:
    from ._core import Article, Asked, Order

#: How columns are called: ``{"text": "Body"}`` or ``"text=Body"``.
Columns = Union[str, Mapping[str, str], None]


class Annotation(Dict[str, Any]):
    """Every layer of one article, as ``framescope annotate`` writes it; offsets count characters of ``["text"]``.

    In a notebook it shows the article with its frames, stances and voices in place.
    """

    def __init__(self, record: Mapping[str, Any], scorer: Scorer, article: Article) -> None:
        super().__init__(record)
        self._scorer, self._article = scorer, article

    def __reduce__(self) -> Tuple[Any, ...]:
        return (Annotation, (dict(self), self._scorer, self._article))

    def page(self) -> str:
        """The reader view: a whole HTML page without scripts, in the language of the study."""
        return self._scorer._core.page(self._article)

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-same-origin" srcdoc="{html.escape(self.page(), quote=True)}" title="Annotated article" '
            'style="width:100%;height:40em;border:1px solid #8884;border-radius:4px;background:#fff"></iframe>'
        )


class Scorer:
    """A study and its lexicons, compiled once; scores any number of tables and texts.

    :param study: a ``study.toml`` or the folder that holds it; its frames, concepts and lexicons are used.
    :param lexicons: lexicon files of your own, added to the built-in ones or in place of those of their frame and language.
    :param concepts: ids of the concepts to look for; all by default.
    :param frames: ids of the frames to look for; all by default.
    :param cleaning: files of cleaning rules of your own, beside those of the study.
    :param without_rules: cleaning rules to switch off; ``"all"`` switches off every one.
    :param threads: worker threads; all cores by default. Results do not depend on it.
    :raises FramescopeError: if a file cannot be read, with its name and line.

    It can be pickled: the study and the lexicons travel as bytes, so that machines of a cluster need no files.

    >>> import framescope
    >>> scorer = framescope.Scorer(concepts=["cyber-caliphate"])
    >>> scorer.concepts
    ['cyber-caliphate']
    """

    def __init__(
        self,
        study: Optional[_files.PathLike] = None,
        lexicons: Union[_files.PathLike, Sequence[_files.PathLike], None] = None,
        concepts: Optional[Sequence[str]] = None,
        *,
        frames: Optional[Sequence[str]] = None,
        cleaning: Union[_files.PathLike, Sequence[_files.PathLike], None] = None,
        without_rules: Sequence[str] = (),
        threads: Optional[int] = None,
    ) -> None:
        for name, given in (("concepts", concepts), ("frames", frames), ("without_rules", without_rules)):
            if isinstance(given, str):
                raise TypeError(f"{name}={given!r}: give a list, [{given!r}]")
        named, files = _files.study_parts(study)
        asked: Asked = {
            "study": named,
            "files": files,
            "lexicons": _files.named_parts(lexicons),
            "cleaning": _files.named_parts(cleaning),
            "without_rules": list(without_rules),
            "concepts": None if concepts is None else list(concepts),
            "frames": None if frames is None else list(frames),
        }
        self._set(asked, threads)
        # What is wrong with a study or a lexicon is told here, not at the first table.
        self._core

    def _set(self, asked: Asked, threads: Optional[int]) -> None:
        self._asked, self.threads = asked, threads
        self._compiled: Optional[Core] = None

    @property
    def _core(self) -> Core:
        """Compiled when first used: a pickled scorer that meets its twin on an executor is never compiled."""
        if self._compiled is None:
            self._compiled = Core(self._asked)
        return self._compiled

    def __getstate__(self) -> Tuple[Asked, Optional[int]]:
        return (self._asked, self.threads)

    def __setstate__(self, state: Tuple[Asked, Optional[int]]) -> None:
        self._set(*state)

    @property
    def frames(self) -> List[str]:
        """Ids of the frames, in the order of columns."""
        return self._core.frames

    @property
    def concepts(self) -> List[str]:
        """Ids of the concepts, in the order of columns."""
        return self._core.concepts

    @property
    def languages(self) -> List[str]:
        """Codes of the languages that can be scored."""
        return self._core.languages

    @property
    def losses(self) -> List[str]:
        """What could not be carried over from lexicons of other programs."""
        return self._core.losses

    def score(
        self,
        articles: Any,
        *,
        unit: str = "article",
        columns: Columns = None,
        segment_sentences: Optional[int] = None,
    ) -> Scores:
        """Counts per unit of a table of articles, with the columns and rows of ``framescope score``.

        :param articles: any Arrow table, batch or stream of batches (pyarrow, polars, pandas, DuckDB), or a list of
            dictionaries: a column ``text``, and ``id``, ``source``, ``title``, ``date``, ``language`` where known. A
            ``pyarrow.parquet.ParquetFile`` or ``pyarrow.dataset.Dataset`` is read as it is scored, and never held whole.
        :param unit: ``"article"``, ``"segment"``, ``"sentence"`` or ``"hit"``: what a row is.
        :param columns: which column holds which field, where the names do not say it: ``{"text": "Body"}``.
        :param segment_sentences: paragraphs are joined until a segment holds as many sentences.
        :raises FramescopeError: if there is no column of texts, or one of the wrong type.

        Rows whose text is missing or broken are left out and named in ``.failures``. The interpreter's lock is free meanwhile.

        >>> import framescope
        >>> scores = framescope.Scorer().score([{"id": "a", "text": "They may attack."}, {"id": "b", "text": None}])
        >>> len(scores), scores.failures.to_pyarrow()["id"].to_pylist()
        (1, ['b'])
        """
        return self._score(articles, unit, columns, segment_sentences, self._threads(), 1)

    def _score(
        self,
        articles: Any,
        unit: str,
        columns: Columns,
        segment_sentences: Optional[int],
        threads: int,
        first: int,
        lines: bool = False,
    ) -> Scores:
        order: Order = {
            "unit": unit,
            "columns": _files.columns_text(columns),
            "segment_sentences": segment_sentences,
            "threads": threads,
            "first": first,
            "lines": lines,
        }
        arrow, failures, notes = self._core.score(as_arrow(articles), order)
        return Scores(arrow, failures, notes)

    def annotate(
        self,
        text: str,
        *,
        id: str = "text",
        source: Optional[str] = None,
        title: Optional[str] = None,
        date: Optional[object] = None,
        language: Optional[str] = None,
        tokens: bool = False,
    ) -> Annotation:
        """Every layer of one article as plain Python objects: sentences, hits, mentions, attributions, cues.

        :param language: ISO 639-1 code; detected if not given.
        :param tokens: adds ``tokens`` with their stems.
        :raises FramescopeError: if the text holds half a surrogate pair, or the date is none.

        >>> import framescope
        >>> annotation = framescope.Scorer().annotate("“We will hack the bank,” the leader said.", language="en")
        >>> [(a["speaker"], a["kind"]) for a in annotation["attributions"]]
        [('the leader', 'direct')]
        """
        article: Article = {
            "text": text,
            "id": id,
            "source": source,
            "title": title,
            "date": None if date is None else str(date),
            "language": language,
        }
        return Annotation(json.loads(self._core.annotate(article, tokens)), self, article)

    def _threads(self) -> int:
        if self.threads is not None:
            return max(1, self.threads)
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1

    def __repr__(self) -> str:
        return f"<framescope.Scorer: frames {', '.join(self.frames)}; concepts {', '.join(self.concepts)}>"


def as_arrow(table: Any) -> Any:
    """An object with Arrow's capsules; pandas and lists of dictionaries go by way of pyarrow, its files and folders in a stream.

    :raises TypeError: if it is no table.
    """
    if type(table).__module__.partition(".")[0] == "pandas" and hasattr(table, "items"):
        return _columns.of_pandas(table)
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        return table
    if isinstance(table, (list, tuple)) and all(isinstance(row, Mapping) for row in table):
        return _columns.of_rows(table)
    if type(table).__module__.partition(".")[0] == "polars" and hasattr(table, "collect"):
        return table.collect()
    if hasattr(table, "to_arrow_table"):
        return table.to_arrow_table()
    if hasattr(table, "iter_batches") and hasattr(table, "schema_arrow"):
        return _columns.of_parquet(table)
    if hasattr(table, "scanner"):
        return table.scanner(batch_size=_columns.ROWS).to_reader()
    raise TypeError(
        f"{type(table).__name__} is no Arrow table: give a pyarrow, polars or pandas table, a DuckDB relation, "
        "or a list of dictionaries"
    )
