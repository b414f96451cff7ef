"""How Jupyter starts our kernels: by forking, through its own hook for that; else as it starts any kernel.

Promise: registered as `study-fork` among Jupyter's kernel provisioners, it asks a server for a forked kernel; where
none can be forked the ordinary one is started, and `fallen_back` says why. Left out: forking itself (`forks`).
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from study.notebooks.forks import ForkError
from study.notebooks.preload import server

NAME = "study-fork"
_LAUNCHER = "ipykernel_launcher"
_causes: list[str] = []


def specification() -> KernelSpec:
    """Return our kernel: ipykernel under this interpreter, forked where the provisioner is installed with the package."""
    told = get_kernel_dict()
    plain = KernelSpec(**told)
    metadata = told.get("metadata", {}) | {"kernel_provisioner": {"provisioner_name": NAME}}
    forked = KernelSpec(**told | {"metadata": metadata})
    return forked if KernelProvisionerFactory.instance().is_provisioner_available(forked) else plain


def fallen_back() -> str:
    """Return why kernels were started one by one, in English as the system says it; empty when they were forked."""
    return _causes[0] if _causes else ""


def is_ours(command: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Tell whether a command is that of a kernel under this interpreter, with a file for its output."""
    return command[0] == sys.executable and _LAUNCHER in command and hasattr(options.get("stdout"), "fileno")


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel by forking; all else is as for any process of this machine."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel that `cmd` would; of `kwargs`, `env`, `cwd` and `stdout` count."""
        if not is_ours(cmd, kwargs):
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(_LAUNCHER) + 1 :]
        folder = str(kwargs["cwd"])
        try:
            kernel = server(folder).start(arguments, kwargs["env"], folder, kwargs["stdout"].fileno())
        except ForkError as error:
            _causes.append(str(error))
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        self.cwd = folder
        return self.connection_info
