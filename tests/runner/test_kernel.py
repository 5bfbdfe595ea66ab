"""The kernel that runs our notebooks says nothing of its own."""

from jupyter_client.manager import KernelManager

from analysis.runner.execution import kernel_environment


def test_a_kernel_logs_nothing(tmp_path):
    # over TCP a kernel warns that its messages are not encrypted, and one told to stop may log that it was interrupted
    with kernel_environment(tmp_path), (tmp_path / "log").open("w") as log:
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(stdout=log, stderr=log)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert (tmp_path / "log").read_text(encoding="utf-8") == ""
