"""Rules × named values → outcomes. Names no rule and no regulation."""

from checker.engine.run import checked_figures, evaluate, evaluate_rule

__all__ = ["checked_figures", "evaluate", "evaluate_rule"]
