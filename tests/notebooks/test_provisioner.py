"""Jupyter finds our way of starting kernels, and does without it where it does not work."""

import os
import sys
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from study.notebooks import provisioner
from study.notebooks.execute import execute
from study.notebooks.forks import ForkError


def test_it_is_registered_as_jupyter_looks_for_it():
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name=provisioner.NAME)
    assert found.load() is provisioner.ForkProvisioner
    spec = provisioner.specification()
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == "study-fork" and spec.argv[0] == sys.executable


def test_without_its_registration_the_ordinary_kernel_is_taken(monkeypatch):
    monkeypatch.setattr(KernelProvisionerFactory, "is_provisioner_available", lambda self, spec: False)
    assert "kernel_provisioner" not in provisioner.specification().metadata


def test_where_no_kernel_can_be_forked_an_ordinary_one_runs_the_notebook_and_it_is_said(tmp_path, monkeypatch):
    def refuse(folder):
        raise ForkError("no forks on this machine")

    monkeypatch.setattr(provisioner, "server", refuse)
    monkeypatch.setattr(provisioner, "_causes", [])
    source = tmp_path / "one.ipynb"
    cells = [nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(
        "import os; print(os.getppid())")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    execute(source, tmp_path / "done.ipynb", {}, root=tmp_path)
    (output,) = nbformat.read(tmp_path / "done.ipynb", 4).cells[-1].outputs
    assert int(output.text) == os.getpid()  # started by us, not by a server
    assert provisioner.fallen_back() == "no forks on this machine"


def test_only_a_kernel_under_this_interpreter_with_a_file_for_its_output_is_forked(tmp_path):
    kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", "x"]
    with (tmp_path / "output").open("wb") as output:
        assert provisioner.is_ours(kernel, {"stdout": output})
        assert not provisioner.is_ours(["python", *kernel[1:]], {"stdout": output})
        assert not provisioner.is_ours([sys.executable, "-c", "exit()"], {"stdout": output})
    assert not provisioner.is_ours(kernel, {"stdout": None}) and not provisioner.is_ours(kernel, {})
