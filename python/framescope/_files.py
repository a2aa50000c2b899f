"""Reading and writing files: the compiled part takes bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

from . import _core
from ._core import FramescopeError

PathLike = Union[str, "os.PathLike[str]"]
NamedBytes = Tuple[str, bytes]


def read(path: PathLike) -> NamedBytes:
    """A file by its name and its bytes."""
    try:
        return os.fspath(path), Path(path).read_bytes()
    except OSError as e:
        error = FramescopeError(f"{os.fspath(path)}: {e.strerror or e}")
        error.reason, error.file, error.line, error.remedy = str(e.strerror or e), os.fspath(path), None, None
        raise error from e


def study_file(study: PathLike) -> Path:
    """The study file of a path: itself, or ``study.toml`` in a folder."""
    path = Path(study)
    return path / "study.toml" if path.is_dir() else path


def study_parts(study: Optional[PathLike]) -> Tuple[Optional[NamedBytes], Dict[str, NamedBytes]]:
    """A study file, and the files beside it that it names, by the names that it gives them."""
    if study is None:
        return None, {}
    file = study_file(study)
    named = read(file)
    return named, {name: read(file.parent / name) for name in _core.study_files(named)}


def write_folder(out: PathLike, files: Iterable[Tuple[str, bytes]]) -> Path:
    """Writes a folder whole or not at all; what stands there is replaced if framescope wrote it."""
    target = Path(out)
    if target.exists() and not (target / "manifest.json").is_file() and any(target.iterdir()):
        raise FileExistsError(f"{target} exists and holds no report; choose another folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, data in files:
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        fresh.chmod(0o755)
        old: Optional[Path] = None
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
            old.rmdir()
            target.rename(old)
        fresh.rename(target)
        if old is not None:
            shutil.rmtree(old)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return target


def named_parts(paths: Union[PathLike, Sequence[PathLike], None]) -> List[NamedBytes]:
    """Files by name and bytes; one path is as good as a list of one."""
    if paths is None:
        return []
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return [read(path) for path in paths]


def columns_text(columns: Any) -> Optional[str]:
    """``{"text": "Body"}`` as ``text=Body``."""
    if columns is None or isinstance(columns, str):
        return columns
    return ",".join(f"{field}={column}" for field, column in dict(columns).items())
