"""What was found: the one engine from which the terminal, the report, titles of figures and Python speak.

Numbers come from :func:`judged`, which adds to the comparison what each difference means; words are made of these.
"""

from sim.analysis.finding.glance import Cell, Glance, as_rich, at_a_glance
from sim.analysis.finding.judging import direction, judged, verdict_of
from sim.analysis.finding.paragraph import MOST_OUTCOMES, compared, finding, found, precision
from sim.analysis.finding.parts import CAUTION, Finding
from sim.analysis.finding.titles import subtitle, title

__all__ = [
    "CAUTION",
    "MOST_OUTCOMES",
    "Cell",
    "Finding",
    "Glance",
    "as_rich",
    "at_a_glance",
    "compared",
    "direction",
    "finding",
    "found",
    "judged",
    "precision",
    "subtitle",
    "title",
    "verdict_of",
]
