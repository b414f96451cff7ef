"""What can be wrong with a cluster that is to run the tasks: one class for each.

Left out: finding them (`study.pipeline.cluster` before the tasks run, `study.pipeline.executor` while they do).
"""

from study.base.errors import Problem
from study.base.text import mark

_RERUN = mark("Start the cluster again if need be, then run the same command: what is done stays done, the rest runs.")
_SAME_ENVIRONMENT = mark(
    "Start the workers again, all from one environment: docs/cluster.md says how. Without --cluster the tasks run here."
)


class BadAddress(Problem):
    """An address that is none of a scheduler."""

    code = "cluster-bad-address"
    what = mark("“{value}” is not the address of a Dask scheduler.")
    why = mark("An address has a protocol, a host and a port from 1 to 65535, as in tcp://host:8786.")
    remedy = mark("Take the address that the scheduler prints when it starts, beside “Scheduler at”.")


class NoScheduler(Problem):
    """Nobody answers at the address."""

    code = "cluster-no-scheduler"
    what = mark("No Dask scheduler answers at {value}.")
    why = mark("This machine could not reach it within {seconds} seconds: {cause}")
    remedy = mark(
        "Start it (`dask scheduler`), or see whether the address is right and this machine may reach it. Without "
        "--cluster the tasks run here."
    )


class NoWorker(Problem):
    """A scheduler without workers."""

    code = "cluster-no-worker"
    what = mark("The scheduler at {value} has no worker.")
    why = mark("It was waited for one for {seconds} seconds; the tasks are run by workers, not by the scheduler.")
    remedy = mark("Start some (`dask worker {value}`), wait until they have started, then run the same command.")


class WorkerOfAnotherPython(Problem):
    """A worker whose Python is not ours."""

    code = "cluster-other-python"
    what = mark("The worker {value} has Python {theirs}; here it is Python {ours}.")
    why = mark("The same inputs give the same bytes only with the same Python on every machine.")
    remedy = _SAME_ENVIRONMENT


class WorkerOfAnotherPackage(Problem):
    """A worker whose package is not ours."""

    code = "cluster-other-package"
    what = mark("The worker {value} has the study package {theirs}; here it is {ours}.")
    why = mark("A report made half by one version and half by another would be neither's.")
    remedy = _SAME_ENVIRONMENT


class WorkerOfOtherLibraries(Problem):
    """A worker some of whose libraries are of other versions than ours."""

    code = "cluster-other-libraries"
    what = mark("The worker {value} has other versions of libraries than this machine: {differing}.")
    why = mark("The same inputs give the same bytes only with the same libraries on every machine.")
    remedy = _SAME_ENVIRONMENT


class WorkerWithoutPackage(Problem):
    """A worker that cannot import our package, or one too old to be asked."""

    code = "cluster-no-package"
    what = mark("The worker {value} cannot use the study package {ours}: {cause}")
    why = mark("The tasks are functions of the package, which each worker imports.")
    remedy = _SAME_ENVIRONMENT


class WorkerDoesNotAnswer(Problem):
    """A worker that could not be asked."""

    code = "cluster-worker-silent"
    what = mark("The worker {value} could not be asked what it is: {cause}")
    why = mark("Only workers with the same package, the same Python and the study's folder may run its tasks.")
    remedy = mark("Stop this worker or start it again, then run the same command.")


class WorkerDoesNotSeeFolder(Problem):
    """A worker without the study's folder, or with another folder of that name."""

    code = "cluster-folder-unseen"
    what = mark("The worker {value} does not see the study's folder {folder}.")
    why = mark("It cannot read there what this machine has just written: the folder is missing, or a copy of its own.")
    remedy = mark("Put the study in a folder that all machines share, under the same path: docs/cluster.md says how.")


class WorkerCannotWrite(Problem):
    """A worker that sees the study's folder and may not write there, or whose files are not seen here."""

    code = "cluster-folder-read-only"
    what = mark("The worker {value} cannot write into the study's folder {folder}: {cause}")
    why = mark("Workers write the answers, the notebooks and the report where this machine looks for them.")
    remedy = mark("Share the folder for reading and writing, and start the workers as the same user.")


class ProductNotSeen(Problem):
    """A worker ended a task, and what it says it left is not seen here."""

    code = "cluster-product-unseen"
    what = mark("The worker says that it made {value}; this machine sees no such file, or another one.")
    why = mark("It was waited for {seconds} seconds: the shared folder is slow to show what other machines write.")
    remedy = _RERUN


class SchedulerLost(Problem):
    """The scheduler went while tasks were running."""

    code = "cluster-scheduler-lost"
    what = mark("The scheduler at {value} was lost while tasks were running.")
    why = mark("Its process ended, or the network between it and this machine failed.")
    remedy = _RERUN


class WorkersLost(Problem):
    """No worker is left, and none has come back."""

    code = "cluster-workers-lost"
    what = mark("The scheduler at {value} has no worker left.")
    why = mark("A lost worker's tasks are run again by another; none came within {seconds} seconds.")
    remedy = _RERUN


class TaskKillsWorkers(Problem):
    """One task whose workers died each time."""

    code = "cluster-task-kills-workers"
    what = mark("Each worker that ran the task {value} died: {count} in all.")
    why = mark("A worker usually dies because it is given less memory than the task needs, or because its job ended.")
    remedy = mark("Give the workers more memory or time (the worker's own log says why it died), then run it again.")
