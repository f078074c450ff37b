"""Diagnosis: why failed comparisons fail, and which of them have one cause."""

from checker.diagnosis.blame import Blame, blames
from checker.diagnosis.slips import Hypothesis, Slip
from checker.diagnosis.uses import compared

__all__ = ["Blame", "Hypothesis", "Slip", "blames", "compared"]
