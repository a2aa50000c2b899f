"""Reading and writing files: the compiled part takes bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Iterable, List, Optional, Sequence, Tuple, Union

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


def study_parts(study: Optional[PathLike]) -> Tuple[Optional[NamedBytes], List[NamedBytes]]:
    """A study file and the lexicons that it names, which lie beside it."""
    if study is None:
        return None, []
    file = study_file(study)
    name, data = read(file)
    return (name, data), [read(file.parent / lexicon) for lexicon in _lexicons(data)]


def _lexicons(study: bytes) -> List[str]:
    """The lexicons that a study names; a study that cannot be read is told by the compiled part, with its line."""
    try:
        import tomllib  # Python 3.11
    except ImportError:
        return _lexicons_by_hand(study)
    try:
        named = tomllib.loads(study.decode("utf-8")).get("lexicons", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return []
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []


def _lexicons_by_hand(study: bytes) -> List[str]:
    """The array of strings after ``lexicons =``, for Pythons without a TOML reader."""
    import re

    found = re.search(r"(?m)^\s*lexicons\s*=\s*\[([^\]]*)\]", study.decode("utf-8", "replace"))
    return re.findall(r"[\"']([^\"']*)[\"']", found.group(1)) if found else []


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


def named_parts(lexicons: Union[PathLike, Sequence[PathLike], None]) -> List[NamedBytes]:
    """Lexicon files by name and bytes; one path is as good as a list of one."""
    if lexicons is None:
        return []
    if isinstance(lexicons, (str, os.PathLike)):
        lexicons = [lexicons]
    return [read(path) for path in lexicons]


def columns_text(columns: Any) -> Optional[str]:
    """``{"text": "Body"}`` as ``text=Body``."""
    if columns is None or isinstance(columns, str):
        return columns
    return ",".join(f"{field}={column}" for field, column in dict(columns).items())
