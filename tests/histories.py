"""Made histories: a department with three units over three years, budgets and final accounts that agree with each other."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

CODES = (("205", "教育支出"), ("20502", "普通教育"), ("2050202", "小学教育"), ("2050203", "初中教育"))
DEPARTMENT = "某市教育局"
UNITS = ("某市第一小学", "某市第二小学", "某市实验中学")
YEARS = (2022, 2023, 2024)
_MEMBERS = "\n".join(f"{at}. {unit}" for at, unit in enumerate(UNITS, 1))
_HUNDRED = Decimal("0.01")


@dataclass(frozen=True)
class Year:
    """What was budgeted and spent on each item by each unit, in 万元; vehicles and balances of the department."""

    budget: dict[str, tuple[Decimal, Decimal]]
    actual: dict[str, tuple[Decimal, Decimal]]
    reception: Decimal
    vehicles: int
    bought: int
    opening: Decimal
    closing: Decimal


def history(seed: int) -> dict[int, Year]:
    """The figures of three years; each year opens with what the one before left."""
    made = random.Random(seed)

    def amount(low: int, high: int) -> Decimal:
        return Decimal(made.randrange(low * 100, high * 100)) * _HUNDRED

    years: dict[int, Year] = {}
    vehicles, closing = made.randrange(3, 9), amount(5, 50)
    for year in YEARS:
        budget = {unit: (amount(100, 900), amount(50, 400)) for unit in UNITS}
        actual = {unit: (a - amount(0, 20), b - amount(0, 20)) for unit, (a, b) in budget.items()}
        bought, opening = made.randrange(1, 3), closing
        closing = amount(5, 50)
        years[year] = Year(budget, actual, amount(1, 9), vehicles, bought, opening, closing)
        vehicles += bought
    return years


def budget(year: int, of: Year, before: Year | None) -> str:
    """The department's budget; with the year before it says what changed."""
    items = [sum((pair[at] for pair in of.budget.values()), Decimal(0)) for at in (0, 1)]
    total = sum(items)
    said = f"{year}年一般公共预算拨款支出预算{total}万元"
    reception = f"公务接待费{of.reception}万元"
    if before is not None:
        past = sum((a + b for a, b in before.budget.values()), Decimal(0))
        said += f"，比{year - 1}年预算{_moved(total - past)}"
        reception += f"，比{year - 1}年预算{_moved(of.reception - before.reception)}"
    return f"""{DEPARTMENT}{year}年部门预算
一、预算安排
{said}。
{reception}。
截至{year - 1}年8月31日，{DEPARTMENT}共有车辆{of.vehicles}辆。{year}年部门预算安排购置车辆{of.bought}辆。
二、部门预算单位构成
{_MEMBERS}
三、附表
{_table("支出总表", items)}{_table("一般公共预算支出表", items)}"""


def unit_budget(unit: str, year: int, of: Year) -> str:
    return f"{unit}{year}年单位预算\n一、预算安排\n{_table('支出总表', list(of.budget[unit]))}"


def accounts(year: int, of: Year, before: Year | None) -> str:
    """The department's final accounts."""
    items = [sum((pair[at] for pair in of.actual.values()), Decimal(0)) for at in (0, 1)]
    planned = [sum((pair[at] for pair in of.budget.values()), Decimal(0)) for at in (0, 1)]
    total = sum(items)
    said = f"{year}年度支出总额{total}万元"
    if before is not None:
        past = sum((a + b for a, b in before.actual.values()), Decimal(0))
        said += f"，比{year - 1}年{_moved(total - past)}"
    named = "\n".join(
        f"{at}. 教育支出（类）普通教育（款）{name}（项）年初预算为{plan}万元，支出决算为{item}万元。"
        for at, (name, plan, item) in enumerate(zip(("小学教育", "初中教育"), planned, items, strict=True), 1)
    )
    return f"""{DEPARTMENT}{year}年部门决算
一、决算情况
{said}。
{named}
二、部门决算单位构成
{_MEMBERS}
三、附表
{_table("支出决算表", items)}
收入支出决算总表
单位：万元
| 收入 |  | 支出 |  |
| 项目 | 决算数 | 项目 | 决算数 |
| 年初结转和结余 | {of.opening} | 年末结转和结余 | {of.closing} |
"""


def unit_accounts(unit: str, year: int, of: Year) -> str:
    return f"{unit}{year}年单位决算\n一、决算情况\n{_table('支出决算表', list(of.actual[unit]))}"


def _moved(change: Decimal) -> str:
    return "持平" if change == 0 else f"{'增加' if change > 0 else '减少'}{abs(change)}万元"


def _table(title: str, items: list[Decimal]) -> str:
    total = sum(items)
    amounts = (total, total, *items)
    rows = "\n".join(
        f"| {code} | {name} | {amount} |" for (code, name), amount in zip(CODES, amounts, strict=True)
    )
    return f"\n{title}\n单位：万元\n| 科目编码 | 科目名称 | 合计 |\n{rows}\n|  | 合计 | {total} |\n"
