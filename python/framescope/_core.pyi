"""The compiled part: bytes and tables in, bytes and tables out. Use the package, not this module."""

from typing import Any, Dict, List, Optional, Sequence, Tuple, TypedDict

NamedBytes = Tuple[str, bytes]

__version__: str

class Asked(TypedDict):
    """What a scorer is made of: files by name and bytes."""

    study: Optional[NamedBytes]
    files: Dict[str, NamedBytes]
    lexicons: List[NamedBytes]
    cleaning: List[NamedBytes]
    without_rules: List[str]
    concepts: Optional[List[str]]
    frames: Optional[List[str]]

class Order(TypedDict):
    """What is to be done with a table."""

    unit: str
    columns: Optional[str]
    segment_sentences: Optional[int]
    threads: int
    first: int
    lines: bool

class Article(TypedDict):
    """An article; the date as text."""

    text: str
    id: str
    source: Optional[str]
    title: Optional[str]
    date: Optional[str]
    language: Optional[str]

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

    def __init__(self, asked: Asked) -> None: ...
    def schema(self) -> ArrowTable: ...
    def score(self, articles: Any, order: Order) -> Tuple[ArrowTable, ArrowTable, List[str]]: ...
    def annotate(self, article: Article, tokens: bool) -> str: ...
    def page(self, article: Article) -> str: ...

def study_files(study: NamedBytes) -> List[str]: ...
def report(
    core: Core, articles: Any, columns: Optional[str], options: Dict[str, Any]
) -> Tuple[List[Tuple[str, bytes]], List[str]]: ...
def kwic(core: Core, query: str, articles: Any, columns: Optional[str], window: int) -> Tuple[str, str]: ...
def keyness(
    core: Core, target: Any, reference: Any, columns: Optional[str], min_documents: int
) -> Tuple[str, str]: ...
def agreement(sheets: Sequence[NamedBytes], level: str, resamples: int, seed: int) -> Tuple[str, List[str]]: ...
def csv(table: Any) -> bytes: ...
def sample() -> str: ...
