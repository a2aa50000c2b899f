"""Compare how news sources frame the same idea.

The same core as the command line, over Arrow tables: pyarrow, pandas, polars and DuckDB tables go in as they are.

>>> import framescope
>>> scorer = framescope.Scorer()
>>> hit = scorer.annotate("They may attack the power grid.")["hits"][0]
>>> hit["frame"], hit["stance"]
('threat', 'hedged')
"""

from ._core import FramescopeError, __version__
from ._tables import Rows, Scores, Table
from .codes import agreement
from .reports import Report, report
from .scorer import Annotation, Scorer
from .words import keyness, kwic, sample

__all__ = [
    "Annotation",
    "FramescopeError",
    "Report",
    "Rows",
    "Scorer",
    "Scores",
    "Table",
    "__version__",
    "agreement",
    "keyness",
    "kwic",
    "report",
    "sample",
]
