"""The compiled part: bytes and tables in, bytes and tables out. Use the package, not this module."""

from typing import Any, Dict, List, Optional, Sequence, Tuple

NamedBytes = Tuple[str, bytes]

__version__: str

class FramescopeError(ValueError):
    """What went wrong, where and what to do."""

    reason: str
    file: Optional[str]
    line: Optional[int]
    remedy: Optional[str]

class ArrowTable:
    """A table that any Arrow library takes (`pyarrow.table(t)`, `polars.from_arrow(t)`)."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __len__(self) -> int: ...
    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> List[str]: ...

class Core:
    """A compiled study."""

    @property
    def frames(self) -> List[str]: ...
    @property
    def concepts(self) -> List[str]: ...
    @property
    def languages(self) -> List[str]: ...
    @property
    def losses(self) -> List[str]: ...

    def __init__(
        self,
        study: Optional[NamedBytes],
        lexicons: Sequence[NamedBytes],
        concepts: Optional[Sequence[str]],
        frames: Optional[Sequence[str]],
    ) -> None: ...
    def schema(self) -> ArrowTable: ...
    def score(
        self,
        articles: Any,
        unit: str,
        columns: Optional[str],
        segment_sentences: Optional[int],
        threads: int,
        first: int,
        lines: bool,
    ) -> Tuple[ArrowTable, ArrowTable, List[str]]: ...
    def annotate(
        self,
        text: str,
        id: str,
        source: Optional[str],
        title: Optional[str],
        date: Optional[str],
        language: Optional[str],
        tokens: bool,
    ) -> str: ...
    def page(
        self,
        text: str,
        id: str,
        source: Optional[str],
        title: Optional[str],
        date: Optional[str],
        language: Optional[str],
    ) -> str: ...

def report(
    core: Core, articles: Any, columns: Optional[str], options: Dict[str, Any]
) -> List[Tuple[str, bytes]]: ...
def kwic(core: Core, query: str, articles: Any, columns: Optional[str], window: int) -> str: ...
def keyness(
    core: Core, target: Any, reference: Any, columns: Optional[str], min_documents: int
) -> str: ...
def agreement(sheets: Sequence[NamedBytes], level: str, resamples: int, seed: int) -> str: ...
def csv(table: Any) -> bytes: ...
def sample() -> str: ...
