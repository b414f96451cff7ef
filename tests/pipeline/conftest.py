"""Tiny steps that copy and join files, in a study folder of their own; what ran is what their calls say."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from study.base.layout import StudyPaths
from study.pipeline import digest
from study.pipeline.run import run
from study.pipeline.tasks import Step


@dataclass
class Work:
    """A study folder with steps that join the files they read, and what ran."""

    root: Path
    ran: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def paths(self) -> StudyPaths:
        return StudyPaths(self.root)

    def file(self, name: str, text: str | None = None) -> Path:
        path = self.root / name
        if text is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return path

    def step(self, name: str, reads=(), writes=(), values=None, do: Callable[[], None] | None = None) -> Step:
        sources, products = tuple(self.root / r for r in reads), tuple(self.root / w for w in writes)

        def act() -> None:
            with self.lock:
                self.ran[name] += 1
            if do:
                do()
            text = "".join(path.read_text() for path in sources) + str(sorted((values or {}).items()))
            for product in products:
                product.parent.mkdir(parents=True, exist_ok=True)
                product.write_text(text)

        return Step(name, act, sources, products, values or {})

    def run(self, steps, **options) -> set[str]:
        """Run the steps and return the names of those that ran this time."""
        self.ran.clear()
        outcome = run(steps, self.paths, **{"workers": 2, **options})
        assert set(outcome.ran) == set(self.ran) and not set(outcome.ran) & set(outcome.up_to_date)
        assert set(self.ran.values()) <= {1}
        return set(outcome.ran)

    def diamond(self, **changed) -> list[Step]:
        """raw → first → left, right → last; other stands alone."""
        steps = {
            "first": ("raw.txt", "a/first.txt"),
            "left": ("a/first.txt", "a/left.txt"),
            "right": ("a/first.txt", "a/right.txt"),
        }
        made = [
            self.step(name, [source], [product], **changed.get(name, {})) for name, (source, product) in steps.items()
        ]
        last = self.step("last", ["a/left.txt", "a/right.txt"], ["a/last.txt"], **changed.get("last", {}))
        return [last, *made, self.step("other", ["other.txt"], ["a/other.txt"], **changed.get("other", {}))]


@pytest.fixture
def still_package(tmp_path_factory, monkeypatch) -> None:
    """A package of one file, which nobody edits while the tests run."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "module.py").write_text("x = 1\n")
    monkeypatch.setattr(digest, "PACKAGE", folder)


@pytest.fixture
def work(tmp_path, still_package) -> Work:
    folder = tmp_path / "étude"
    folder.mkdir()
    return Work(folder)


@pytest.fixture
def done(work) -> Work:
    """The same, once the diamond's steps have run."""
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    assert len(work.run(work.diamond())) == 5
    return work
