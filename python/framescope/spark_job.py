"""A job for ``spark-submit``: articles in (JSONL or Parquet), scores out (Parquet), and what could not be scored.

    python -c 'import framescope.spark as s; s.pack("framescope.tar.gz")'
    spark-submit --master spark://host:7077 --archives framescope.tar.gz#framescope_package \\
        --conf spark.executorEnv.PYTHONPATH=./framescope_package \\
        "$(python -c 'import framescope.spark_job as j; print(j.__file__)')" \\
        --study study.toml hdfs:///news/*.jsonl.gz hdfs:///scores

Paths are Spark's: local, HDFS, object stores. The study and the lexicons are read here and travel with the job.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import List, Optional


def main(arguments: Optional[List[str]] = None) -> int:
    """Runs the job; 0 done, 3 done but for rows that are named under ``kind=failures`` (with ``--strict``), 2 not done."""
    args = _parser().parse_args(arguments)
    from pyspark.sql import SparkSession

    from framescope import FramescopeError, Scorer, spark

    try:
        scorer = Scorer(
            args.study,
            args.lexicon,
            args.concepts,
            frames=args.frames,
            cleaning=args.cleaning,
            without_rules=args.without_rule,
        )
    except FramescopeError as e:
        print(f"error: {e}", file=sys.stderr)
        return 2
    session = spark.settings(SparkSession.builder.appName("framescope")).getOrCreate()
    try:
        lines = args.format == "jsonl" or (args.format is None and not _is_parquet(args.articles))
        if lines:
            articles = session.read.text(args.articles)
            if args.partitions:
                articles = articles.repartition(args.partitions)
            scored = spark.score_lines(articles, scorer=scorer, unit=args.unit, failures="column")
        else:
            articles = session.read.parquet(*args.articles)
            if args.partitions:
                articles = articles.repartition(args.partitions)
            scored = spark.score(articles, scorer=scorer, unit=args.unit, columns=args.columns, failures="column")
        spark.write(scored, args.out)
        kinds = {row[spark.KIND]: row["count"] for row in session.read.parquet(args.out).groupBy(spark.KIND).count().collect()}
    except ValueError as e:
        print(f"error: {e}", file=sys.stderr)
        return 2
    finally:
        session.stop()
    failed = int(kinds.get("failures", 0))
    print(json.dumps({"out": args.out, "rows": int(kinds.get("scores", 0)), "failures": failed}))
    return 3 if failed and args.strict else 0


def _is_parquet(paths: List[str]) -> bool:
    return all(".parquet" in path for path in paths)


def _list(text: str) -> List[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="framescope.spark_job", description="Score articles on Spark.")
    parser.add_argument("articles", nargs="+", help="files, folders or globs of JSONL (also .gz) or Parquet, as Spark reads them")
    parser.add_argument("out", help="folder of the scores; must not exist")
    parser.add_argument("--format", choices=["jsonl", "parquet"], help="what the articles are [by their names: .parquet]")
    parser.add_argument("--study", help="study.toml, or the folder that holds it")
    parser.add_argument("--lexicon", action="append", default=[], help="a lexicon of your own; repeatable")
    parser.add_argument("--cleaning", action="append", default=[], help="cleaning rules of your own; repeatable")
    parser.add_argument("--without-rule", action="append", default=[], help="a cleaning rule to switch off, or all; repeatable")
    parser.add_argument("--frames", type=_list, help="frames to look for, separated by commas [all]")
    parser.add_argument("--concepts", type=_list, help="concepts to look for, separated by commas [all]")
    parser.add_argument("--unit", default="article", choices=["article", "segment", "sentence", "hit"], help="what a row is")
    parser.add_argument("--columns", help="which Parquet column holds which field: text=Body,id=Key")
    parser.add_argument("--partitions", type=int, help="divide the articles anew; for few large files that cannot be split")
    parser.add_argument("--strict", action="store_true", help="exit with 3 if rows could not be scored")
    return parser


if __name__ == "__main__":
    sys.exit(main())
