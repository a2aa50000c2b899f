"""Agreement of human coders."""

from __future__ import annotations

import os
import warnings
from typing import Any, Tuple

from . import _core, _files
from ._tables import Rows
from .scorer import as_arrow


def agreement(*codes: Any, level: str = "nominal", resamples: int = 2000, seed: int = 1) -> Rows:
    """Percent, kappa and Krippendorff's alpha of every variable, with intervals: one row a variable (and a pair of coders).

    :param codes: CSV files, or tables with ``unit``, ``coder`` and one column a variable; empty cells are missing.
    :param level: ``"nominal"``, ``"ordinal"``, ``"interval"`` or ``"ratio"``.
    :param resamples: bootstrap draws of the interval.
    :raises FramescopeError: if a file is no sheet of codes, with file and line. A row that cannot be read costs itself, with a
        warning that names it.

    >>> import framescope
    >>> codes = [("u1", "Anna", 1), ("u2", "Anna", 0), ("u3", "Anna", 1), ("u1", "Ben", 1), ("u2", "Ben", 0), ("u3", "Ben", 0)]
    >>> rows = framescope.agreement([dict(zip(("unit", "coder", "threat"), row)) for row in codes])
    >>> rows[0]["variable"], round(rows[0]["percent"], 2)
    ('threat', 0.67)
    """
    if not codes:
        raise TypeError("agreement() needs files or tables of codes")
    sheets = [_sheet(i, given) for i, given in enumerate(codes, 1)]
    lines, troubles = _core.agreement(sheets, level, resamples, seed)
    for trouble in troubles:
        warnings.warn(trouble, stacklevel=2)
    return Rows.from_json_lines(lines)


def _sheet(number: int, given: Any) -> Tuple[str, bytes]:
    if isinstance(given, (str, os.PathLike)):
        return _files.read(given)
    return f"codes-{number}.csv", _core.csv(as_arrow(given))
