"""Comparison reports."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any, Dict, List, Optional

from . import _core, _files
from .scorer import Columns, Scorer, as_arrow


class Report:
    """A report that was written; shows its comparison figure in a notebook."""

    def __init__(self, folder: Path, files: List[str]) -> None:
        #: Where it lies.
        self.folder = folder
        #: Its files, relative to the folder.
        self.files = files

    @property
    def results(self) -> Dict[str, Any]:
        """Every number of the report (``results.json``)."""
        return dict(json.loads((self.folder / "results.json").read_text("utf-8")))

    def figure(self, name: str = "rates") -> str:
        """A figure as SVG; ``files`` lists them under ``figures/``."""
        return (self.folder / "figures" / f"{name}.svg").read_text("utf-8")

    def __repr__(self) -> str:
        return f"<framescope.Report: {self.folder / 'report.html'}>"

    def _repr_html_(self) -> str:
        figure = self.figure() if "figures/rates.svg" in self.files else ""
        return f"<figure>{figure}<figcaption>The whole report: <code>{self.folder / 'report.html'}</code></figcaption></figure>"


def report(
    articles: Any,
    out: _files.PathLike,
    *,
    study: Optional[_files.PathLike] = None,
    scorer: Optional[Scorer] = None,
    columns: Columns = None,
    title: Optional[str] = None,
    group_by: Optional[str] = None,
    seed: Optional[int] = None,
    quotes: Optional[bool] = None,
) -> Report:
    """Writes a comparison report on a table: Markdown, one HTML page, figures, tables, results and a manifest.

    :param articles: a table of articles, as for :meth:`Scorer.score`; or scores (:class:`framescope.Scores`, or any table that
        ``framescope score --unit article`` has made), from which the report says what can be said without the texts.
    :param out: the folder; a report that stands there is replaced whole or not at all.
    :param study: the study (its title, question, tests, seed); or give a ``scorer`` that has one.
    :param group_by: compare by this column instead of the source.
    :param quotes: ``False`` quotes nothing from the articles.
    :raises FramescopeError: if no article is left, or a declared test names an unknown frame or source.

    >>> import framescope
    >>> made = framescope.report(framescope.sample(), "my-report", title="Four outlets")
    >>> made.results["flow"]["kept"], (made.folder / "report.html").is_file()
    (27, True)
    """
    if study is not None and scorer is not None:
        raise TypeError("give a study or a scorer, which has one")
    core = (scorer or Scorer(study))._core
    options = {"title": title, "group_by": group_by, "seed": seed, "quotes": quotes}
    files, troubles = _core.report(core, as_arrow(articles), _files.columns_text(columns), options)
    for trouble in troubles:
        warnings.warn(trouble, stacklevel=2)
    folder = _files.write_folder(out, files)
    return Report(folder, [name for name, _ in files])
