"""YAML → packs of rules: strict loading with line and column, expressions checked at load."""
