"""Scoring on Spark: one Arrow function, nothing but this package on the executors.

``score(df)`` is a lazy DataFrame with the rows and columns of ``framescope score``. A failed task is run again from its
input (Spark's lineage), and scoring depends on nothing but the row, so that nothing is lost or counted twice.
"""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, List, Optional

from . import _files, engines
from .scorer import Columns, Scorer

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

#: Fields of an article that scoring uses; other columns are not sent to Python.
FIELDS = ("text", "id", "source", "title", "date", "url", "language", "author")
#: The column that says which rows are scores and which could not be scored.
KIND = "kind"


def score(
    df: DataFrame,
    *,
    scorer: Optional[Scorer] = None,
    unit: str = "article",
    columns: Columns = None,
    segment_sentences: Optional[int] = None,
    failures: str = "drop",
) -> DataFrame:
    """Scores a DataFrame of articles by ``mapInArrow``.

    :param df: a column ``text`` and a column ``id`` (needed here: rows have no number on a cluster), and ``source``, ``title``,
        ``date``, ``language`` where known.
    :param scorer: the study and lexicons; they travel to the executors with the function.
    :param unit: as for :meth:`framescope.Scorer.score`.
    :param failures: what becomes of rows without a text that can be read: ``"drop"``, ``"raise"``, or ``"column"``, which adds a
        column ``error``: null for scores, the reason for rows that could not be scored (their other columns but ``id`` are null).
    :raises ValueError: if a column is missing or of the wrong type; before any task starts.
    """
    chosen = df.select(*_wanted(df, columns))
    return _mapped(chosen, scorer or Scorer(), unit, columns, segment_sentences, failures, lines=False)


def score_lines(
    df: DataFrame,
    *,
    scorer: Optional[Scorer] = None,
    unit: str = "article",
    segment_sentences: Optional[int] = None,
    failures: str = "drop",
) -> DataFrame:
    """The same for lines of JSON (``spark.read.text("articles.jsonl")``), which are parsed as the command line parses them.

    A record without an id is called by the hash of its line.
    """
    name, kind = df.dtypes[0]
    if kind != "string":
        raise ValueError(f"the column {name!r} is of type {kind}; lines come from spark.read.text")
    return _mapped(df.select(df[name]), scorer or Scorer(), unit, None, segment_sentences, failures, lines=True)


def _mapped(
    df: DataFrame,
    scorer: Scorer,
    unit: str,
    columns: Columns,
    segment_sentences: Optional[int],
    failures: str,
    *,
    lines: bool,
) -> DataFrame:
    from pyspark.sql.types import StringType, StructField

    if failures not in ("drop", "raise", "column"):
        raise ValueError(f"failures={failures!r}: give 'drop', 'raise' or 'column'")
    if unit not in ("article", "segment", "sentence", "hit"):
        raise ValueError(f"unit={unit!r}: give 'article', 'segment', 'sentence' or 'hit'")
    schema = spark_schema(scorer)
    if failures == "column":
        schema = schema.add(StructField("error", StringType(), True))

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        return engines.batches_of(
            batches,
            scorer,
            unit=unit,
            columns=columns,
            segment_sentences=segment_sentences,
            failures=failures,
            lines=lines,
        )

    return df.mapInArrow(work, schema)


def write(scored: DataFrame, out: str) -> None:
    """Writes scores with their column ``error`` (``failures="column"``) as Parquet, in one pass over the articles: rows under
    ``kind=scores``, rows that could not be scored under ``kind=failures``. ``framescope report --from OUT`` reads both.

    What a failed or repeated task has written is never seen: Spark moves the files of the attempt that won.
    """
    from pyspark.sql.functions import col, lit, when

    kind = when(col("error").isNull(), lit("scores")).otherwise(lit("failures"))
    writer = scored.withColumn(KIND, kind).write.mode("errorifexists").partitionBy(KIND)
    # Two writers side by side need no sorting of rows by kind.
    writer.option("maxRecordsPerFile", 0).option("compression", "zstd").parquet(out)


def settings(builder: SparkSession.Builder) -> SparkSession.Builder:
    """Adds what jobs should run with: safe commits, and batches that a few very long articles do not blow up."""
    return (
        builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
        .config("spark.sql.maxConcurrentOutputFileWriters", "4")
        .config("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1")
    )


def pack(archive: _files.PathLike) -> Path:
    """Packs this package for ``spark-submit --archives ARCHIVE#framescope_package``, so that it need not be installed on the
    executors, with ``--conf spark.executorEnv.PYTHONPATH=./framescope_package``."""
    here = Path(__file__).parent
    target = Path(archive)
    with tarfile.open(target, "w:gz") as tar:
        for file in sorted(here.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                tar.add(file, arcname=str(Path("framescope") / file.relative_to(here)))
    return target


def spark_schema(scorer: Scorer) -> StructType:
    """The columns of a score table in Spark's types."""
    from pyspark.sql.types import FloatType, IntegerType, LongType, StringType, StructField, StructType

    kinds = {"string": StringType(), "float": FloatType(), "int32": IntegerType(), "int64": LongType()}
    return StructType([StructField(f.name, kinds[str(f.type)], True) for f in engines.schema(scorer)])


def _wanted(df: DataFrame, columns: Columns) -> List[str]:
    """The columns to send to Python; tells before any task starts what is missing or wrong."""
    text = _files.columns_text(columns)
    pairs = [pair.split("=", 1) for pair in text.split(",")] if text else []
    mapped = {pair[0].strip(): pair[-1].strip() for pair in pairs}
    kinds = dict(df.dtypes)
    there = ", ".join(kinds)
    name = mapped.get("text", "text")
    if name not in kinds:
        raise ValueError(f"no column holds texts: there is no {name!r}; columns: {there} (map one: columns={{'text': …}})")
    if kinds[name] != "string":
        raise ValueError(f"the column {name!r}, which holds the text, is of type {kinds[name]} (convert it to string)")
    if mapped.get("id", "id") not in kinds:
        raise ValueError(
            f"there is no column {mapped.get('id', 'id')!r}, and rows have no number on a cluster; columns: {there} "
            "(map one: columns={'id': …}, or add pyspark.sql.functions.sha2('text', 256))"
        )
    names = [mapped.get(field, field) for field in FIELDS]
    return [f"`{name}`" for name in names if name in kinds]
