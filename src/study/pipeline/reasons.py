"""Why a task is stale, as values and as words.

Promise: a reason names its file, value or task, and what it was and is as far as that is known; as text, tasks that
have the same reasons stand together, and a long list is cut and counted. Left out: finding the reasons
(`study.pipeline.why`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from study.base.show import visible
from study.base.text import list_text, mark, say

_SHOWN = 4
"""Reasons of a task that are shown; the others are counted."""

_OTHERS = mark("{count} others")
_WILL_RUN = mark("Will run: {steps}")
_MAY_RUN = mark("May run: {steps}")
_MORE = mark("… and {count} more")


class Kind(Enum):
    """What makes a task stale; the value is the message."""

    NEVER_RAN = mark("it has never run to its end")
    INPUT_CHANGED = mark("{subject} has changed")
    INPUT_NEW = mark("{subject} is a new input")
    INPUT_GONE = mark("{subject} is gone")
    INPUT_DROPPED = mark("{subject} is no longer read")
    VALUE_CHANGED = mark("{subject}: {old} → {new}")
    VALUE_UNKNOWN = mark("the value “{subject}” has changed")
    ITEM_NEW = mark("{subject}: {new} is new")
    ITEM_GONE = mark("{subject}: {old} is gone")
    CODE_CHANGED = mark("the code has changed: {subject}")
    CODE_NEW = mark("the code has a new file: {subject}")
    CODE_GONE = mark("the code has lost a file: {subject}")
    CODE_UNKNOWN = mark("the code has changed")
    PRODUCT_MISSING = mark("{subject}, which it makes, is missing")
    PRODUCT_CHANGED = mark("{subject}, which it makes, is not as it left it")
    FOLLOWS = mark("{subject} will run and may change {files}")
    MAY_FOLLOW = mark("{subject} may run and change {files}")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a file (from the study's root), a value or a task, and what it was and is, as far as known.

    `old` and `new` are SHA-256 of files, or values as text; `files` are what the task `subject` may change.
    """

    kind: Kind
    subject: str = ""
    old: str | None = None
    new: str | None = None
    files: tuple[str, ...] = ()

    def text(self, lang: str) -> str:
        """Return the reason in words."""
        shown = [visible(file) for file in self.files[: 1 if len(self.files) > 2 else 2]]
        if hidden := len(self.files) - len(shown):
            shown.append(say(_OTHERS, lang, count=hidden))
        old, new = ("–" if value is None else visible(value) for value in (self.old, self.new))
        return say(self.kind.value, lang, subject=visible(self.subject), old=old, new=new, files=list_text(shown, lang))


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A stale task: `certain` when it runs whatever the tasks before it do."""

    step: str
    certain: bool
    reasons: tuple[Reason, ...]


_OF_OTHERS = (Kind.FOLLOWS, Kind.MAY_FOLLOW)


def stale_text(stale: Iterable[Reasoned], lang: str) -> str:
    """Return what `explain` found as lines: tasks with the same reasons together; empty when nothing is stale."""
    groups: dict[tuple[bool, tuple[Reason, ...]], list[Reasoned]] = {}
    for task in stale:
        # What a task follows from matters only when nothing else makes it run; the files it reads differ then.
        own = (r for r in task.reasons if not task.certain or r.kind not in _OF_OTHERS)
        groups.setdefault((task.certain, tuple(replace(r, files=()) for r in own)), []).append(task)
    lines = []
    for (certain, reasons), tasks in groups.items():
        steps = ", ".join(task.step for task in tasks)
        lines.append(say(_WILL_RUN if certain else _MAY_RUN, lang, steps=steps))
        shown = reasons if len(reasons) <= _SHOWN + 1 else reasons[:_SHOWN]
        lines += [f"  - {_with_files(reason, tasks).text(lang)}" for reason in shown]
        if hidden := len(reasons) - len(shown):
            lines.append(f"  {say(_MORE, lang, count=hidden)}")
    return "".join(f"{line}\n" for line in lines)


def _with_files(reason: Reason, tasks: Iterable[Reasoned]) -> Reason:
    same = (r for task in tasks for r in task.reasons if (r.kind, r.subject) == (reason.kind, reason.subject))
    return replace(reason, files=tuple(sorted({file for r in same for file in r.files})))
