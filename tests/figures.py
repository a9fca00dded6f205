"""What fault tests counted, told at the end of a run that passed: `record_property("figures", "...")` in the test.

Parallel processes send a test's properties along with its outcome, so nothing is kept beside them.
"""

import pytest

NAME = "figures"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    told = [
        f"{report.nodeid.rpartition('::')[2]}: {value}"
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in getattr(report, "user_properties", [])
        if name == NAME
    ]
    if told:
        terminalreporter.section("counted under fire")
        for line in told:
            terminalreporter.write_line(line)
