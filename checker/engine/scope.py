"""What names mean at a point of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from checker.engine.values import Value
from checker.model.frozen import frozen
from checker.model.rule import Tolerance


@frozen
class Scope:
    """What names mean at a point of an expression.

    `variables` are those of for_each, `item` what a `where` is asked of, `floor` the coarser precision that
    the operands of a derived figure may have been rounded to.
    """

    variables: Mapping[str, Value]
    item: Value | None = None
    floor: Decimal | None = None
    tolerance: Tolerance | None = None
