"""Damaged and random input for every reader, the rule loader and the parsers of the rule language.

`mutations.py` is the command for many mutated files of each format, `guided.py` the coverage-guided fuzzer, both
from the small files in `corpus/`, which `make_corpus.py` makes. What they found stays in `tests/regressions/`.
"""
