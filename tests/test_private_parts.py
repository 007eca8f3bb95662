"""Parts of libraries that they do not promise, and that we use: each is there, and takes what we pass on.

The upper bounds of these libraries in `pyproject.toml` are moved only when this passes with the newer version.
"""

import inspect
from pathlib import Path

import pytest
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete


def test_a_kernel_manager_starts_what_its_private_spec_says(tmp_path: Path) -> None:
    """`_kernel_spec` of jupyter_client's manager is what its `kernel_spec` gives: no installed kernel is looked for."""
    manager = AsyncKernelManager(connection_file=str(tmp_path / "c.json"))
    spec = KernelSpec(argv=["python"], display_name="ours", language="python")
    manager._kernel_spec = spec
    assert manager.kernel_spec is spec


def test_the_step_before_a_start_and_a_provisioner_are_coroutines() -> None:
    """Each method of the manager and of the local provisioner that ours overrides is one of its coroutines."""
    assert inspect.iscoroutinefunction(AsyncKernelManager._async_pre_start_kernel)
    for name in ("launch_kernel", "send_signal", "kill", "wait"):
        assert inspect.iscoroutinefunction(getattr(LocalProvisioner, name)), name


def test_the_client_of_notebooks_has_the_parts_that_ours_replaces() -> None:
    """The methods of nbclient that ours overrides are called with what ours takes."""
    assert list(inspect.signature(NotebookClient.process_message).parameters) == ["self", "msg", "cell", "cell_index"]
    for name in ("async_start_new_kernel_client", "_check_raise_for_error"):
        assert inspect.iscoroutinefunction(getattr(NotebookClient, name)), name
    assert issubclass(CellExecutionComplete, Exception)


def test_a_session_of_messages_has_the_parts_that_ours_replaces() -> None:
    """The methods of a session that ours overrides have the parameters that ours passes on."""
    assert list(inspect.signature(Session.feed_identities).parameters) == ["self", "msg_list", "copy"]
    assert list(inspect.signature(Session.deserialize).parameters) == ["self", "msg_list", "content", "copy"]


def test_the_kernel_is_an_application() -> None:
    """ipykernel's application can be made, given arguments and started in a process of ours."""
    assert {"instance", "initialize", "start"} <= set(dir(IPKernelApp))


def test_otter_keeps_the_results_that_are_settled() -> None:
    """Otter's results hold tests by name and data of plugins, and a test takes the score that it is given."""
    test_files = pytest.importorskip("otter.test_files")
    tests = pytest.importorskip("otter.test_files.ottr_test")
    results = test_files.GradingResults([])
    assert isinstance(results.results, dict)
    results.set_plugin_data("x", {"y": 1})
    assert results.get_plugin_data("x") == {"y": 1}
    file = tests.OttrTestFile("a", "", [test_files.TestCase("a", "", False, 1.0, None, None)], all_or_nothing=False)
    file.test_case_results = []
    file.update_score(0.5)
    assert file.score == 0.5
