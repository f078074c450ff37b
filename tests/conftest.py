"""How many examples hypothesis tries: a few, the same in every run, or many new ones (--hypothesis-profile thorough)."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("quick", max_examples=50, derandomize=True, database=None, deadline=None)
settings.register_profile("thorough", max_examples=3000, deadline=None, print_blob=True)
# for mutation testing, which asks only whether anything fails
settings.register_profile(
    "brief",
    settings.get_profile("quick"),
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("quick")
