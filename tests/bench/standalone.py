"""An Apache Spark standalone cluster on the loopback of one machine: a master and two workers of a core."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_MASTER, _WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
WORKERS = 2


@contextmanager
def standalone(folder: Path, memory_mb: int) -> Iterator[str]:
    """Start a master and two workers, and stop them whatever happens; yield the address of the master."""
    import pyspark

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:
        master = [_MASTER, "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
        stack.enter_context(_running([program, *master], folder / "master"))
        _await(port)
        for number in range(WORKERS):
            place = folder / f"worker-{number}"
            worker = [_WORKER, "--host", "127.0.0.1", "--cores", "1", "--memory", f"{memory_mb}m"]
            places = ["--webui-port", "0", "--work-dir", str(place), address]
            stack.enter_context(_running([program, *worker, *places], place))
        yield address


@contextmanager
def session(address: str, folder: Path, memory_mb: int) -> Iterator["SparkSession"]:  # noqa: F821
    """Open a session on the cluster whose executors may use so much memory, and close it."""
    os.environ |= _environment(folder)
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.executor.memory": f"{memory_mb}m",
        "spark.executor.cores": "1",
        "spark.cores.max": str(WORKERS),
        "spark.local.dir": str(folder),
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(address).appName("giaoban")
    for name, value in settings.items():
        builder = builder.config(name, value)
    opened = builder.getOrCreate()
    try:
        yield opened
    finally:
        opened.stop()


@contextmanager
def _running(command: list[str | Path], folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log").open("wb") as log:
        started = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **_environment(folder)}
        )
        try:
            yield
        finally:
            started.terminate()
            try:
                started.wait(timeout=20)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "512m",
        "SPARK_LOCAL_DIRS": str(folder),
        "PYSPARK_PYTHON": sys.executable,
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def _await(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The master of the cluster did not start; see its log.")
