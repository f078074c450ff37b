"""What may lie beside a submission, by its name."""

SIDECAR = ".meta.yaml"
"""What is put behind a submission's whole name for what a person knows of it."""

WAIVERS = "waivers.yaml"
"""The findings of a folder's submissions that somebody answers for."""
