"""One HTML file that says what was asked, what was found, how sure it is, and how to repeat it."""

from sim.analysis.report.page import write_report

__all__ = ["write_report"]
