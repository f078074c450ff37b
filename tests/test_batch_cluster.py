"""A batch on a cluster says what the local one says, also when a worker of it is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests import histories
from tests.batches import after, batch, by_name, command, environment, folder

pytest.importorskip("distributed")

_OPTIONS = ("--limit", "seconds=2", "--no-cache")


class Cluster:
    """A scheduler and two workers of one thread each."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self.file = at / "scheduler.json"
        self.processes = [self._started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        while not (self.file.is_file() and self.file.read_text(encoding="utf-8").rstrip().endswith("}")):
            time.sleep(0.05)
        for _ in range(2):
            self.processes.append(self._started("worker", "--nthreads", "1", "--no-dashboard"))
        self.address = json.loads(self.file.read_text(encoding="utf-8"))["address"]

    def _started(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file), *arguments],
            cwd=self.at,
            env=environment(self.at, faulty=True),
            stderr=subprocess.DEVNULL,
        )

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        started = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for child in started:
            child.kill()
        process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    for process in cluster.processes:
        if process.poll() is None:
            cluster.kill(process)


def test_a_cluster_gives_the_bytes_of_one_machine_though_a_worker_is_killed(
    tmp_path: Path, cluster: Cluster
) -> None:
    folder(tmp_path / "in", ["crash-1.txt", "loop-1.txt", *(f"slow-{number:02}.txt" for number in range(20))])
    local = batch(tmp_path, "in", "-o", "local", "-j2", *_OPTIONS, faulty=True)
    assert local.returncode == 2, local.stderr
    process = subprocess.Popen(
        command("in", "-o", "far", "--cluster", cluster.address, *_OPTIONS),
        cwd=tmp_path,
        env=environment(tmp_path, faulty=True),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    after(tmp_path / "far/results.jsonl", 4)
    cluster.kill(cluster.processes[-1])
    _, said = process.communicate(timeout=90)
    assert process.returncode == 2, said
    assert len(by_name(tmp_path / "far")) == 22
    for name in ("results.jsonl", "summary.html"):
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name


def test_files_are_sent_where_no_disk_is_shared(tmp_path: Path, cluster: Cluster) -> None:
    folder(tmp_path / "in", ["a.txt", "b.txt", "c.txt"])
    (tmp_path / "in/a.txt.meta.yaml").write_text("approved: 2019-02-01\n", encoding="utf-8")
    (tmp_path / "in/b.txt.meta.yaml").write_text("aproved: 2019-02-01\n", encoding="utf-8")
    waiver = "waivers:\n- {rule: ARI101, reason: 已核实, approved_by: 某某, until: 2026-12-31}\n"
    (tmp_path / "in/waivers.yaml").write_text(waiver, encoding="utf-8")
    formats = ("--format", "json", "--today", "2026-12-01", *_OPTIONS)
    ran = batch(tmp_path, "in", "-o", "far", "--cluster", cluster.address, "--send", *formats)
    assert ran.returncode == 2, ran.stderr
    batch(tmp_path, "in", "-o", "local", *formats)
    for name in ("results.jsonl", "reports/a.txt.report.json", "reports/c.txt.report.json"):
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name


def test_what_a_submission_is_compared_with_is_sent_as_well(tmp_path: Path, cluster: Cluster) -> None:
    of = histories.history(1)
    package = tmp_path / "in/2024/教育局"
    package.mkdir(parents=True)
    text = histories.budget(2024, of[2024], of[2023])
    (package / "预算.txt").write_text(text.replace("支出预算", "支出预算1", 1), encoding="utf-8")
    (package / "submission.yaml").write_text("files: [预算.txt]\n", encoding="utf-8")
    (tmp_path / "in/2023").mkdir()
    before = histories.budget(2023, of[2023], of[2022])
    (tmp_path / "in/2023/预算.txt").write_text(before, encoding="utf-8")
    for unit in histories.UNITS:
        unit_text = histories.unit_budget(unit, 2024, of[2024])
        (tmp_path / f"in/2024/{unit}.txt").write_text(unit_text, encoding="utf-8")
    formats = ("--format", "json", *_OPTIONS)
    rules = "common/history"
    ran = batch(tmp_path, "in", "-o", "far", "--cluster", cluster.address, "--send", *formats, rules=rules)
    assert ran.returncode == 1, ran.stderr
    found = by_name(tmp_path / "far")["2024/教育局"]
    assert (found["prior"], len(found["units"])) == (["2023/预算.txt"], 3)
    assert found["rules"]["HIS401"] == {"pass": 4}
    batch(tmp_path, "in", "-o", "local", *formats, rules=rules)
    for name in ("results.jsonl", "summary.html", "reports/2024/教育局.report.json"):
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt"])
    ran = batch(tmp_path, "in", "-o", "out", "--cluster", "tcp://127.0.0.1:1")
    assert ran.returncode == 2
    assert "集群连不上" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_local_cluster_is_a_cluster(tmp_path: Path) -> None:
    folder(tmp_path / "in", ["a.txt", "b.txt"])
    ran = batch(tmp_path, "in", "-o", "out", "--cluster", "local", "-j2")
    assert ran.returncode == 0, ran.stderr
    assert len(by_name(tmp_path / "out")) == 2
