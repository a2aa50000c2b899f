"""A Spark standalone cluster on loopback: a master and two workers of one core each, from PyPI's package."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import List


class Cluster:
    """Starts on entering, ends on leaving; ends only what it started."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.home = Path(pyspark.__file__).parent
        self.folder = folder
        self.processes: List[subprocess.Popen] = []
        self.port = free_port()
        self.master = f"spark://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_NO_DAEMONIZE": "1",
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_WORKER_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "SPARK_MASTER_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "SPARK_WORKER_DIR": str(folder / "work"),
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_DRIVER_PYTHON": sys.executable,
        }

    def __enter__(self) -> "Cluster":
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        loopback = ["--host", "127.0.0.1", "--webui-port", "0"]
        self._start("master", "org.apache.spark.deploy.master.Master", "--port", str(self.port), *loopback)
        self._wait("master", "I have been elected leader")
        for i in (1, 2):
            name = f"worker{i}"
            self._start(name, "org.apache.spark.deploy.worker.Worker", self.master, "--cores", "1", "--memory", "2g", *loopback)
        for i in (1, 2):
            self._wait(f"worker{i}", "Successfully registered with master")

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def submit(self, *args: str) -> subprocess.Popen:
        """Starts a job; its messages are on standard error."""
        command = [
            str(self.home / "bin" / "spark-submit"),
            "--master",
            self.master,
            "--driver-memory",
            "1g",
            "--executor-memory",
            "700m",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.ui.enabled=false",
            *args,
        ]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def executors(self) -> List[int]:
        """Process ids of the executors of this cluster's workers."""
        parents = {p.pid for p in self.processes}
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes()
                    stat = (entry / "stat").read_text()
                except OSError:
                    continue
                parent = int(stat.rsplit(")", 1)[1].split()[1])
                if b"CoarseGrainedExecutorBackend" in command and parent in parents:
                    found.append(int(entry.name))
        return found

    def kill_executor(self) -> int:
        """Ends one executor as a failing machine would."""
        pid = self.executors()[0]
        os.kill(pid, signal.SIGKILL)
        return pid

    def _start(self, name: str, *args: str) -> None:
        log = (self.folder / f"{name}.log").open("w")
        command = [str(self.home / "bin" / "spark-class"), *args]
        self.processes.append(subprocess.Popen(command, env=self.env, stdout=log, stderr=subprocess.STDOUT))

    def _wait(self, name: str, words: str, seconds: float = 300) -> None:
        log = self.folder / f"{name}.log"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if re.search(words, log.read_text()):
                return
            time.sleep(0.2)
        raise AssertionError(f"{name} did not say {words!r} in {seconds} s:\n{log.read_text()[-2000:]}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
