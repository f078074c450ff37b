"""Tools for the people who write rules: whether a rule file is sound, what it does, and what it would change."""
