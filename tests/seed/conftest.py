"""The seed and the sample, each as text and as PDF, checked once."""

from __future__ import annotations

import pytest

from . import SAMPLE, SEED, SHARED, Checked, check_file


@pytest.fixture(params=[".txt", ".pdf"], ids=["text", "PDF"])
def seed(request: pytest.FixtureRequest) -> Checked:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return check_file(SEED.with_suffix(request.param))


@pytest.fixture(params=[".txt", ".pdf"], ids=["text", "PDF"])
def sample(request: pytest.FixtureRequest) -> Checked:
    return check_file(SAMPLE.with_suffix(request.param))
