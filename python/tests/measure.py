"""Processor time of the package beside the command line's, and of a Spark job by kind of process.

    measure.py ratio FRAMESCOPE articles.parquet [PAIRS]   # one thread each; the release wheel and the release program
    measure.py spark FOLDER_OF_JSONL [OPTIONS OF SPARK-SUBMIT]

``cargo bench --bench corpus -- 1000 | split -C 64M - folder/ --additional-suffix=.jsonl`` makes a gigabyte of articles.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Dict, List, Tuple

#: What a user writes: a Parquet file in, scores out. The parts are told apart, because importing pyarrow takes its time once.
SCORE = """
import resource, sys
cpu = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
import pyarrow.parquet, framescope
imported = cpu()
scores = framescope.Scorer(threads=1).score(pyarrow.parquet.ParquetFile(sys.argv[1]))
scored = cpu()
pyarrow.parquet.write_table(scores.to_pyarrow(), sys.argv[2], compression="zstd")
print(imported, scored - imported, cpu() - scored)
"""
TICKS = os.sysconf("SC_CLK_TCK")


def ratio(program: str, articles: str, pairs: str = "5") -> None:
    """Prints processor seconds of each pair, and the median ratio."""
    score, whole = [], []
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "scores.parquet")
        for _ in range(int(pairs)):
            line, _ = spent([program, "score", articles, "--format", "parquet", "--out", out, "--threads", "1", "--quiet"])
            process, said = spent([sys.executable, "-c", SCORE, articles, out])
            imports, scoring, writing = map(float, said.split())
            score.append(scoring / line)
            whole.append((process - imports) / line)
            print(
                f"command line {line:.2f} s; Python: imports {imports:.2f}, Scorer.score {scoring:.2f}, writing {writing:.2f}; "
                f"ratio of score {score[-1]:.3f}, with writing {whole[-1]:.3f}",
                flush=True,
            )
    print(f"median ratio of Scorer.score: {statistics.median(score):.3f}; with writing: {statistics.median(whole):.3f}")


def spent(command: List[str]) -> Tuple[float, str]:
    """User and system seconds of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, out


def spark(articles: str, *options: str) -> None:
    """Runs the ready job on a cluster on loopback, then the same lines in this process without an engine."""
    from cluster import Cluster

    import framescope.spark
    import framescope.spark_job

    folder = Path(tempfile.mkdtemp(prefix="framescope-measure-"))
    with Cluster(folder) as cluster:
        archive = framescope.spark.pack(folder / "framescope.tar.gz")
        travels = ["--archives", f"{archive}#framescope_package", "--conf", "spark.executorEnv.PYTHONPATH=./framescope_package"]
        job = cluster.submit(*options, *travels, framescope.spark_job.__file__, articles, str(folder / "scores"))
        watch = Watch([process.pid for process in cluster.processes])
        _, said = job.communicate()
        by_kind = watch.end()
    shutil.rmtree(folder)
    if job.returncode:
        sys.exit(said[-3000:])
    alone, rows = without_engine(articles)
    engine = sum(by_kind.values()) - alone
    print(f"{rows} rows; processor seconds of the executors: {', '.join(f'{k} {v:.1f}' for k, v in by_kind.items())}")
    print(f"the same lines without an engine: {alone:.1f}; overhead of the engine: {engine / sum(by_kind.values()):.0%} of all")


class Watch:
    """Follows the processes below some others until it is told to end: seconds of executors and of their Python workers."""

    def __init__(self, roots: List[int]) -> None:
        self.roots, self.seen = set(roots), {}
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._follow)
        self.thread.start()

    def end(self) -> Dict[str, float]:
        """Stops; sums by kind of process."""
        self.done.set()
        self.thread.join()
        sums = {"JVM": 0.0, "Python": 0.0}
        for kind, seconds in self.seen.values():
            sums[kind] += seconds
        return sums

    def _follow(self) -> None:
        while not self.done.wait(0.25):
            processes = {pid: read for pid in os.listdir("/proc") if pid.isdigit() and (read := self._read(pid))}
            ours, grown = set(self.roots), True
            while grown:
                more = {int(pid) for pid, (parent, *_) in processes.items() if parent in ours} - ours
                grown = bool(more)
                ours |= more
            for pid in ours - self.roots:
                if str(pid) in processes:
                    _, seconds, started, command = processes[str(pid)]
                    kind = "JVM" if b"CoarseGrainedExecutorBackend" in command else "Python" if b"pyspark" in command else None
                    if kind:
                        self.seen[(pid, started)] = (kind, seconds)

    @staticmethod
    def _read(pid: str) -> "Tuple[int, float, str, bytes] | None":
        try:
            command = Path("/proc", pid, "cmdline").read_bytes()
            fields = Path("/proc", pid, "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return None
        return int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS, fields[19], command


def without_engine(articles: str) -> Tuple[float, int]:
    """Processor seconds of scoring the same lines in this process, and their number; reading the files does not count."""
    import pyarrow

    from framescope import Scorer
    from framescope.engines import batches_of

    scorer, seconds, rows = Scorer(), 0.0, 0
    for file in sorted(Path(articles).iterdir()):
        lines = file.read_bytes().decode("utf-8").split("\n")
        batches = [pyarrow.record_batch({"value": lines[i : i + 2000]}) for i in range(0, len(lines), 2000)]
        begun = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        rows += sum(len(batch) for batch in batches_of(batches, scorer, lines=True))
        seconds += sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - begun
    return seconds, rows


if __name__ == "__main__":
    {"ratio": ratio, "spark": spark}[sys.argv[1]](*sys.argv[2:])
