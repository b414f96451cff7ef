"""A study in a folder of its own that is built, killed and looked at: what the tests of this folder and `campaign` share.

A build is known by a mark in the environment of its processes and by a folder for temporary files of its own, so that
whatever it leaves anywhere is seen. A moment is a stage of the build, which its own lines announce, and a share of the
time that the stage took undisturbed: on a busy machine it is hit all the same.
"""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from study.base.files import is_leftover
from study.base.layout import StudyPaths
from study.intake import checksums
from study.report.manifest import NAME, damaged, listed

ROOT = Path(__file__).resolve().parents[2]
MARK = "STUDY_TEST_BUILD"
HANG_SECONDS = 600
EVIDENCE = "data/raw/evidence/evidence.csv"

# What each stage begins with (a line of the build, or the folder that is being written), and what ends it.
STAGES = ("check", "cleaning", "levers", "sheets", "pdf", "folder")


@dataclass(frozen=True, slots=True)
class Strike:
    """Who is killed and when: `share` of the time that the stage took undisturbed."""

    stage: str
    victim: str  # all: the process group of the command; kernel: one of them; server: what forks them
    share: float


@dataclass
class Running:
    """A build at work, with the moments at which its lines came."""

    process: "subprocess.Popen[str]"
    started: float
    lines: dict[str, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def read(self) -> None:
        for line in self.process.stdout or ():
            self.said.append(line)
            if found := re.match(r"✓ \S+?/(\S+)", line):
                self.lines[found[1]] = time.monotonic()

    def seen(self, task: str) -> float | None:
        """When a task was done; of "levers", the last of them."""
        if task == "levers":
            return self.lines.get("3_overview")
        return self.lines.get(task)


class World:
    """A copy of a study, with all that its builds can touch."""

    def __init__(self, source: Path, wave: str, *, top: Path | None = None) -> None:
        self.top = top or Path(mkdtemp(prefix="k-"))  # short: sockets lie in it
        self.root, self.wave = self.top / "study", wave
        self.temporary, self.home = self.top / "t", self.top / "home"
        self.mark = secrets.token_hex(8)
        for folder in (self.temporary, self.home):
            folder.mkdir(parents=True)
        shutil.copytree(source / "data" / "raw", self.root / "data" / "raw")
        shutil.copytree(ROOT / "notebooks", self.root / "notebooks", ignore=shutil.ignore_patterns(".*"))
        self.seal()

    def seal(self) -> None:
        paths = StudyPaths(self.root)
        paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")

    # Building.

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "TMPDIR": str(self.temporary), "STUDY_LANG": "en",
                "PYTHONUNBUFFERED": "1", MARK: self.mark, **more}  # fmt: skip

    def start(self, *words: str, prefix: tuple[str, ...] = (), **options: object) -> Running:
        environment = self.environment(**options.pop("environment", {}))  # type: ignore[arg-type]
        process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "study", *words, "--root", str(self.root)],
            cwd=self.home, env=environment, start_new_session=True, text=True, encoding="utf-8", errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,  # type: ignore[call-overload]
        )  # fmt: skip
        return Running(process, time.monotonic())

    def finish(self, running: Running) -> subprocess.CompletedProcess[str]:
        """Wait for a build's end, reading what it says."""
        errors: list[str] = []
        threads = [
            threading.Thread(target=running.read),
            threading.Thread(target=lambda: errors.extend(running.process.stderr or ())),
        ]
        for thread in threads:
            thread.start()
        try:
            running.process.wait(HANG_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.process.pid, signal.SIGKILL)
            raise
        for thread, stream in zip(threads, (running.process.stdout, running.process.stderr), strict=True):
            thread.join(HANG_SECONDS)
            assert stream
            stream.close()
        return subprocess.CompletedProcess("", running.process.returncode, "".join(running.said), "".join(errors))

    def run(self, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
        return self.finish(self.start(*words, **options))  # type: ignore[arg-type]

    def report(self, **options: object) -> subprocess.CompletedProcess[str]:
        return self.run("report", self.wave, **options)

    def forget(self) -> None:
        """Leave nothing of what was built."""
        for folder in (self.processed, self.reports, self.root / ".cache"):
            shutil.rmtree(folder, ignore_errors=True)

    def edit(self) -> None:
        """Change the inputs, and at the second time back: one fact is more, or less, sure than it was."""
        path = self.root / EVIDENCE
        before = path.read_bytes()
        first = re.search(rb"^E001,.*,(high|medium),", before, re.MULTILINE)
        assert first
        sure = b"medium" if first[1] == b"high" else b"high"
        path.write_bytes(before[: first.start(1)] + sure + before[first.end(1) :])
        self.seal()

    # Looking.

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed" / self.wave

    @property
    def reports(self) -> Path:
        return self.root / "reports" / self.wave

    def files(self) -> dict[str, bytes]:
        """Every file that a build leaves, by its name; the run log is set aside, which holds durations."""
        found = (path for folder in (self.reports, self.processed) for path in folder.rglob("*") if path.is_file())
        log = self.processed / "log"
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in found if log not in p.parents}

    def processes(self) -> dict[int, str]:
        """The processes of builds that live, with their command lines."""
        found, mark = {}, f"{MARK}={self.mark}".encode()
        for entry in Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or mark not in (entry / "environ").read_bytes():
                    continue
                if (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    found[int(entry.name)] = (entry / "cmdline").read_text(errors="replace").replace("\0", " ")
            except OSError:
                continue  # it has ended meanwhile
        return found

    def victims(self, which: str, main: int) -> list[int]:
        parents = {}
        for pid, line in self.processes().items():
            try:
                parents[pid] = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]), line
            except OSError:
                continue
        server = {pid for pid, (parent, line) in parents.items() if parent == main and "fork_server" in line}
        if which == "server":
            return sorted(server)
        return sorted(p for p, (parent, line) in parents.items() if parent in server or "ipykernel_launcher" in line)

    def stray(self) -> list[str]:
        """What lies about that no finished build leaves: temporary folders and files, folders beside a report."""
        found = [path.relative_to(self.top) for path in self.temporary.iterdir()]
        for path in self.root.rglob(".*"):
            if is_leftover(path.name) or path.name.endswith((".new", ".old")):
                found.append(path.relative_to(self.top))
        return sorted(path.as_posix() for path in found)

    def sockets(self) -> list[str]:
        return [path.as_posix() for path in self.top.rglob("*") if path.is_socket()]

    def ended(self, seconds: float = 30) -> list[str]:
        """The processes that are still there after a while; a killed build's kernels need a moment."""
        end = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < end:
            time.sleep(0.02)
        return [f"process still there: {line}" for line in left.values()]

    def halves(self, *whole: Mapping[str, bytes]) -> list[str]:
        """What a killed build left that is neither as it was nor as it should be: `whole` are those two states."""
        found = []
        for folder in (self.reports, self.processed / "sheets"):
            if not folder.exists():
                continue
            names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {NAME}
            if not any(folder.iterdir()):
                continue  # pytask makes a product's folder before the task runs: an empty one is not half a report
            if damaged(folder) or names != set(listed(folder)):
                found.append(f"{folder.name}: not what its manifest lists")
            if not any(self._same(folder, state) for state in whole):
                found.append(f"{folder.name}: neither old nor new")
        for name, content in self.files().items():
            file = Path(name)
            if is_leftover(file.name) or ".sheets." in name or name.startswith("reports/"):
                continue
            if "failed" in file.parts:
                json.loads(content)
            elif content not in [state.get(name) for state in whole]:
                found.append(f"{name}: neither old nor new")
        for log in (self.processed / "log").glob("[!.]*"):
            json.loads(log.read_text("utf-8"))
        beside = {path.name for path in self.reports.parent.iterdir()} if self.reports.parent.exists() else set()
        found += sorted(beside - {self.wave, f".{self.wave}.new", f".{self.wave}.old"})
        return found

    def _same(self, folder: Path, state: Mapping[str, bytes]) -> bool:
        at = folder.relative_to(self.root).as_posix()
        wanted = state.get(f"{at}/{NAME}")
        return wanted is not None and (folder / NAME).is_file() and (folder / NAME).read_bytes() == wanted

    # Killing.

    def timeline(self, running: Running, wrote: tuple[float, float]) -> dict[str, float]:
        """How long each stage took in an undisturbed build, in seconds; a stage with no work of its own took none."""
        seen = running.seen
        points = [running.started, seen("check"), seen("1_clean"), seen("levers"), seen("sheets"), wrote[0], wrote[1]]
        times, last = {}, running.started
        for stage, point in zip(STAGES, points[1:], strict=True):
            times[stage] = max(0.0, (point or last) - last)
            last = max(last, point or last)
        return times

    def undisturbed(self) -> dict[str, float]:
        """Build, and return how long each stage took."""
        running = self.start("report", self.wave)
        wrote = [0.0, 0.0]
        watch = threading.Thread(target=self._watch, args=(running, wrote))
        watch.start()
        done = self.finish(running)
        watch.join()
        assert done.returncode == 0, done.stdout + done.stderr
        return self.timeline(running, (wrote[0], wrote[1]))

    def _watch(self, running: Running, wrote: list[float]) -> None:
        beside = self.reports.with_name(f".{self.wave}.new")
        while running.process.poll() is None:
            if beside.exists():
                wrote[0] = wrote[0] or time.monotonic()
                wrote[1] = time.monotonic()
            time.sleep(0.001)

    def struck(self, strike: Strike, times: Mapping[str, float]) -> "Struck":
        """Start a build, kill as told, and wait until the command has ended."""
        running = self.start("report", self.wave)
        hit: list[float] = []
        done: list[subprocess.CompletedProcess[str]] = []
        waiting = threading.Thread(target=lambda: done.append(self.finish(running)))
        waiting.start()
        if self._reached(strike.stage, running):
            time.sleep(strike.share * times[strike.stage])
            self._kill(strike.victim, running, hit)
        waiting.join()
        return Struck(bool(hit), running.lines.keys(), done[0])

    def _reached(self, stage: str, running: Running) -> bool:
        """Wait until a stage has begun; False if the build ends before."""
        beside = self.reports.with_name(f".{self.wave}.new")
        begins: Callable[[], bool] = {
            "check": lambda: True,
            "cleaning": lambda: running.seen("check") is not None,
            "levers": lambda: running.seen("1_clean") is not None,
            "sheets": lambda: running.seen("levers") is not None,
            "pdf": lambda: running.seen("sheets") is not None,
            "folder": beside.exists,
        }[stage]
        while running.process.poll() is None:
            if begins():
                return True
            time.sleep(0.001)
        return False

    def _kill(self, victim: str, running: Running, hit: list[float]) -> None:
        if victim == "all":
            if running.process.poll() is None:
                os.killpg(running.process.pid, signal.SIGKILL)
                hit.append(time.monotonic())
            return
        # There may be none just now: the next one that comes is taken.
        while running.process.poll() is None:
            if found := self.victims(victim, running.process.pid):
                os.kill(found[secrets.randbelow(len(found))], signal.SIGKILL)
                hit.append(time.monotonic())
                return
            time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Struck:
    """What became of a build that was disturbed: whether it was, what it had done by its end, and what it said."""

    hit: bool
    tasks: object
    done: subprocess.CompletedProcess[str]

    def complaints(self, victim: str) -> Iterator[str]:
        """What is wrong with how the command itself ended, where it was not killed itself."""
        if not self.hit or victim == "all":
            return
        if self.done.returncode not in (0, 1):
            yield f"ended with {self.done.returncode}"
        if "Traceback" in self.done.stderr:
            yield f"traceback: {self.done.stderr[-1500:]}"
        if self.done.returncode == 1 and "What to do" not in self.done.stderr:
            yield f"says not what to do: {self.done.stderr[-500:]}"


@contextmanager
def world(source: Path, wave: str) -> Iterator[World]:
    """A world that is gone afterwards, with every process that was started in it."""
    made = World(source, wave)
    try:
        yield made
    finally:
        for pid in made.processes():
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(made.top, ignore_errors=True)


def aftermath(made: World, struck: Struck, strike: Strike, *whole: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """Look at what a strike left, build again and look again; return what is wrong, and what had lain about meanwhile."""
    wrong = [*struck.complaints(strike.victim), *made.ended(), *made.halves(*whole)]
    stray = made.stray()
    done = made.report()
    if done.returncode:
        wrong.append(f"the next build fails: {done.stdout[-300:]} {done.stderr[-1500:]}")
    files, wanted = made.files(), whole[-1]
    wrong += [f"{name}: not there" for name in sorted(wanted.keys() - files.keys())]
    wrong += [f"{name}: should not be there" for name in sorted(files.keys() - wanted.keys())]
    wrong += [f"{name}: differs" for name in sorted(files.keys() & wanted.keys()) if files[name] != wanted[name]]
    wrong += [f"still there: {name}" for name in (*made.stray(), *made.sockets())]
    wrong += made.ended()
    return wrong, stray


__all__ = ["STAGES", "Strike", "Struck", "World", "aftermath", "world"]
