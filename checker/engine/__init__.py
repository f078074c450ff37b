"""Rules × named values → outcomes. Names no rule and no regulation."""

from checker.engine.run import checked_figures, evaluate, evaluate_each, evaluate_rule
from checker.engine.sources import Sources

__all__ = ["Sources", "checked_figures", "evaluate", "evaluate_each", "evaluate_rule"]
