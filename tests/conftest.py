"""Fixtures shared by the scenario tests. They live in support/fixtures.py; here is only what pytest wants at the root."""

import pytest

pytest_plugins = ["support.fixtures"]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows the end of each log that its processes wrote, so that CI output is enough to understand it."""
    outcome = yield
    report = outcome.get_result()
    if not report.failed:
        return
    from support import processes

    for process in processes.started_since_test_began():
        text = process.log_tail(120)
        if text:
            report.sections.append((f"log of {process.name} (pid {process.pid}, status {process.poll()})", text))
