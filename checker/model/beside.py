"""What may lie beside a submission, by its name."""

SIDECAR = ".meta.yaml"
"""What is put behind a submission's whole name for what a person knows of it."""

DESCRIPTION = "submission.yaml"
"""What makes a folder one submission, and says which of its files belong to it."""

WAIVERS = "waivers.yaml"
"""The findings of a folder's submissions that somebody answers for."""
