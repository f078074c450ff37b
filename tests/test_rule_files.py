"""Rule files: every slip is told with line, column and what to write; none is accepted, none a traceback.

Each case is the small valid file below with one stretch of it replaced by another.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from checker.model.errors import Mistake, RuleFileError
from checker.model.rule import Pack
from checker.rulebook.code_lists import code_lists_in
from checker.rulebook.library import Library
from tests.small import pack

VALID = """\
pack: test/valid
title: 试验规则包
version: "1"
applies: {kind: budget, level: department, fiscal_year: ">=2017", region: 河北省/石家庄市}
defaults: {severity: error, basis: [law]}

basis:
  law: {instrument: 中华人民共和国预算法, article: 第十四条}

sections:
  overall: 预算安排
  annex: {heading: [附件, 附表], belongs: package}

tables:
  bought:
    title: 采购表
    columns:
      item: {title: 项目, type: text}
      code: {title: 序号, type: text}
      count: {title: 数量, type: count}
      total: 总计
      share: {title: 占比, type: percent}
    ordinals: item
    codes: {list: procurement_catalogue, column: code}
    rows:
      lines: {where: code is not blank}
      all: {where: item is 合计, one: true}
      rest: {where: code is blank}

facts:
  income: {in: overall, phrase: "预算收入{amount: money}"}
  cars: {in: [overall, annex], phrase: "车辆{number: count}"}

words:
  last_year: [上年, 去年]

rules:
  T1:
    title: 合计等于各行之和
    for_each: col in [total, share]
    when: bought.lines is not empty
    assert: bought.all[col] == sum(bought.lines[col])
    fix: 核对合计。
    examples:
      - outcome: pass
        given: |
          采购表
          | 项目 | 序号 | 总计 |
          | 合计 |  | 5.00 |
          | 电脑 | A01 | 5.00 |
      - outcome: fail
        given: |
          采购表
          | 项目 | 序号 | 总计 |
          | 合计 |  | 6.00 |
          | 电脑 | A01 | 5.00 |
"""

ASSERTED = "bought.all[col] == sum(bought.lines[col])"
EXAMPLES = "\n    examples:\n"


def mistakes(text: str, others: dict[str, str] | None = None) -> tuple[Mistake, ...]:
    with pytest.raises(RuleFileError) as caught:
        pack(text, others)
    return caught.value.mistakes


def replaced(old: str, new: str) -> str:
    """The valid file with the first such stretch of it replaced."""
    assert old in VALID
    return VALID.replace(old, new, 1)


def test_the_valid_file_loads() -> None:
    loaded = pack(VALID)
    assert (loaded.id, loaded.title, loaded.version) == ("test/valid", "试验规则包", "1")
    assert [rule.id for rule in loaded.rules] == ["T1"]
    assert list(loaded.sections) == ["overall", "annex"]
    assert list(loaded.tables) == ["bought"]
    assert list(loaded.facts) == ["income", "cars"]


def slip(
    id_: str,
    old: str,
    new: str,
    line: int,
    column: int,
    *words: str,
) -> object:
    """One slip: this replaced by that is told at this line and column in these words."""
    return pytest.param(old, new, line, column, words, id=id_)


SLIPS = [
    # --- YAML itself ---
    slip("tab for indentation", "      code: {title: 序", "\tcode: {title: 序", 19, 1, "not valid YAML", "\\t"),
    slip("too little indentation", "      code: {title", "     code: {title", 19, 6, "not valid YAML"),
    slip("too much indentation", "      code: {title", "       code: {title", 19, 8, "not valid YAML"),
    slip("no space after the colon", "  overall: 预算安排", "  overall:预算安排", 11, 10, "expected a key and a value", "冒号后面应空一格"),
    slip("two colons", "title: 试验规则包", "title: 试验: 规则包", 2, 10, "not valid YAML"),
    slip("quotation mark not closed", 'version: "1"', 'version: "1', 3, 10, "not valid YAML", "line 3 is not closed"),
    slip("brace not closed", "article: 第十四条}", "article: 第十四条", 8, 8, "not valid YAML"),
    slip("bracket not closed", "[上年, 去年]", "[上年, 去年", 35, 14, "not valid YAML"),
    slip("two documents", "words:\n", "---\nwords:\n", 34, 1, "not valid YAML", "another document"),
    slip("key given twice", "title: 试验规则包\n", "title: 试验规则包\ntitle: 又一个\n", 3, 1, "'title'", "already on line 2"),
    slip("rule given twice", "rules:\n", "rules:\n  T1: {disabled: 不用}\n", 39, 3, "'T1'", "already on line 38"),
    slip("section given twice", "  annex: {", "  overall: {", 12, 3, "'overall'", "already on line 11"),
    slip("column given twice", "      code: {title", "      item: {title", 19, 7, "'item'", "already on line 18"),
    slip("alias", "[上年, 去年]", "*words", 35, 14, "aliases are not allowed"),
    slip("alias of an anchor", "[上年, 去年]", "&words [上年, *words]", 35, 26, "aliases are not allowed"),
    slip("merge key", "last_year: [上年, 去年]", "<<: [上年, 去年]", 35, 3, "“<<”", "is not written right"),
    slip("key that is a list", "last_year: [上年, 去年]", "? [a]\n  : [上年, 去年]", 35, 5, "a key must be a text"),
    slip("deep nesting", "[上年, 去年]", "[" * 30 + "]" * 30, 35, 32, "nesting of the rule file reach 21"),
    slip("very deep nesting", "[上年, 去年]", "[" * 5000 + "]" * 5000, 35, 32, "nesting of the rule file reach 21"),
    slip("NUL", "[上年, 去年]", "[上年, 去\x00年]", 35, 20, "a character that YAML forbids"),
    slip("control character", "title: 试验规则包", "title: 试验\x07规则包", 2, 10, "a character that YAML forbids"),
    slip("unknown directive", "pack: test/valid", "%YAML 3.0\n---\npack: test/valid", 1, 1, "not valid YAML"),
    # --- keys ---
    slip("unknown key at the top", "words:\n", "word:\n", 34, 1, "unknown key “word”", "did you mean “words”?"),
    slip("no pack", "pack: test/valid\n", "", 1, 1, "missing key: pack"),
    slip("no rules", "rules:\n", "rulez:\n", 37, 1, "unknown key “rulez”", "did you mean “rules”?"),
    slip("unknown key of applies", "region: ", "regoin: ", 4, 67, "unknown key “regoin”", "did you mean “region”?"),
    slip("unknown key of defaults", "{severity: error", "{severty: error", 5, 12, "did you mean “severity”?"),
    slip("unknown key of a basis", "article: 第", "artcle: 第", 8, 33, "unknown key “artcle”", "did you mean “article”?"),
    slip("no instrument", "{instrument: 中华人民共和国预算法, ", "{", 8, 3, "missing key: instrument"),
    slip("unknown key of a section", "belongs: package", "belong: package", 12, 30, "did you mean “belongs”?"),
    slip("section without a heading", "{heading: [附件, 附表], ", "{", 12, 3, "missing key: heading"),
    slip("unknown key of a table", "    ordinals: item", "    ordinal: item", 23, 5, "did you mean “ordinals”?"),
    slip("table without a title", "    title: 采购表\n", "", 15, 3, "missing key: title"),
    slip("unknown key of a column", "{title: 数量,", "{titel: 数量,", 20, 15, "did you mean “title”?"),
    slip("unknown key of a class of rows", "one: true", "onne: true", 27, 32, "did you mean “one”?"),
    slip("unknown key of a code list", "column: code}", "colum: code}", 24, 42, "unknown key “colum”", "did you mean “column”?"),
    slip("unknown key of a fact", "{in: overall, phrase", "{in: overall, frase", 31, 25, "unknown key “frase”", "did you mean “phrase”?"),
    slip("title of a rule misspelt", "    title: 合计等", "    titel: 合计等", 39, 5, "unknown key “titel”", "did you mean “title”?"),
    slip("assert misspelt", "    assert: ", "    asert: ", 42, 5, "unknown key “asert”", "did you mean “assert”?"),
    slip("for_each misspelt", "    for_each: ", "    foreach: ", 40, 5, "unknown key “foreach”", "did you mean “for_each”?"),
    slip("no fix", "    fix: 核对合计。\n", "", 38, 3, "missing key: fix"),
    slip("no example", EXAMPLES, "\n    exampels:\n", 44, 5, "did you mean “examples”?"),
    slip("unknown key of an example", "        given: |\n", "        gvien: |\n", 46, 9, "did you mean “given”?"),
    # --- values ---
    slip("pack with a space", "test/valid", "test valid", 1, 7, "“test valid”", "is not written right"),
    slip("pack that begins with a stroke", "test/valid", "/valid", 1, 7, "“/valid”", "is not written right"),
    slip("title left blank", "title: 试验规则包", "title:", 2, 7, "must not be empty"),
    slip("version that is a list", 'version: "1"', 'version: ["1"]', 3, 10, "expected 文字 / a text"),
    slip("unknown kind", "kind: budget", "kind: budgets", 4, 17, "“budgets”", "did you mean “budget”?"),
    slip("kind in Chinese", "kind: budget", "kind: 预算", 4, 17, "“预算”", "choose from: budget、final-accounts"),
    slip("unknown level", "level: department", "level: departement", 4, 32, "did you mean “department”?"),
    slip("fiscal year with a space", '">=2017"', '">= 2017"', 4, 58, "“>= 2017”", ">=2017, <=2020, 2019, 2017..2020"),
    slip("fiscal years with a stroke", '">=2017"', "2017-2020", 4, 57, "“2017-2020”", "2017..2020"),
    slip("fiscal year of two digits", '">=2017"', "17", 4, 57, "“17”", "is not written right"),
    slip("fiscal year with 年", '">=2017"', "2017年", 4, 57, "“2017年”", "is not written right"),
    slip("fiscal years in the wrong order", '">=2017"', "2020..2017", 4, 57, "2020"),
    slip("region that is a list", "region: 河北省/石家庄市", "region: [河北省, 石家庄市]", 4, 75, "expected 文字 / a text"),
    slip("region left blank", "region: 河北省/石家庄市", 'region: ""', 4, 76, "must not be empty"),
    slip("region that is none", "region: 河北省/石家庄市", "region: 河北省/石家庄", 4, 75, "河北省/石家庄"),
    slip("unknown severity", "severity: error", "severity: eror", 5, 22, "did you mean “error”?"),
    slip("severity that is a truth elsewhere", "severity: error", "severity: off", 5, 22, "“off”", "is not allowed"),
    slip("basis that is no list", "basis: [law]", "basis: law", 5, 36, "expected 列表 / a list"),
    slip("basis that is an empty list", "basis: [law]", "basis: []", 5, 36, "must not be empty"),
    slip("basis that is a text", "  law: {instrument: 中华人民共和国预算法, article: 第十四条}", "  law: 预算法", 8, 8, "expected 键和值"),
    slip("section that is an empty list", "overall: 预算安排", "overall: []", 11, 12, "must not be empty"),
    slip("section that may stand nowhere", "belongs: package", "belongs: packages", 12, 39, "did you mean “package”?"),
    slip("unknown type of a column", "type: count", "type: cuont", 20, 32, "“cuont”", "did you mean “count”?"),
    slip("one: yes", "one: true", "one: yes", 27, 37, "“yes”", "is not allowed"),
    slip("one: True", "one: true", "one: True", 27, 37, "“True”", "is not allowed"),
    slip("a list of words that is a text", "[上年, 去年]", "上年", 35, 14, "expected 列表 / a list"),
    slip("a list of words that is empty", "[上年, 去年]", "[]", 35, 14, "must not be empty"),
    slip("a rule that is a text", "rules:\n", "rules:\n  T2: 合计\n", 38, 7, "expected 键和值 / keys and values"),
    slip("an example with an unknown outcome", "- outcome: fail", "- outcome: failed", 51, 18, "“failed”", "did you mean “fail”?"),
    slip("an example without an outcome", "- outcome: fail\n        given", "- given", 51, 9, "missing key: outcome"),
    slip("no failing example", "- outcome: fail", "- outcome: pass", 38, 3, "T1", "needs a passing and a failing example"),
    slip("no passing example", "- outcome: pass", "- outcome: undetermined", 38, 3, "needs a passing and a failing example"),
    slip("year with a letter", EXAMPLES, '\n    from: "20I9"' + EXAMPLES, 44, 12, "“20I9”", "a year of four digits"),
    slip("year of five digits", EXAMPLES, "\n    until: 20190" + EXAMPLES, 44, 12, "“20190”", "a year of four digits"),
    slip("year that is a date", EXAMPLES, "\n    from: 2019-01-01" + EXAMPLES, 44, 11, "“2019-01-01”", "a year of four digits"),
    slip("from after until", EXAMPLES, "\n    from: 2020\n    until: 2017" + EXAMPLES, 38, 3, "from is later than until"),
    slip("fiscal year of an example", "        given: |\n", "        fiscal_year: 19\n        given: |\n", 46, 22, "“19”",
         "a year of four digits"),
    slip("tolerance without a unit", EXAMPLES, "\n    tolerance: 0.5" + EXAMPLES, 44, 16, "expected exact or an amount", "“0.5”"),
    slip("tolerance with an unknown unit", EXAMPLES, "\n    tolerance: 0.5万圆" + EXAMPLES, 44, 16, "“0.5万圆”"),
    slip("tolerance in words", EXAMPLES, "\n    tolerance: none" + EXAMPLES, 44, 16, "“none”"),
    slip("tolerance below zero", EXAMPLES, "\n    tolerance: -1元" + EXAMPLES, 44, 16, "-1元"),
    # --- names ---
    slip("name with a stroke", "  income: {", "  in-come: {", 31, 3, "“in-come”", "is not written right"),
    slip("name that begins with a digit", "  income: {", "  1st: {", 31, 3, "“1st”", "is not written right"),
    slip("name with a space", "  overall: 预", "  over all: 预", 11, 3, "“over all”", "is not written right"),
    slip("rule id with a space", "  T1:", "  T 1:", 38, 3, "“T 1”", "is not written right"),
    slip("name of a section and a fact", "  cars: {", "  annex: {", 32, 3, "“annex”", "already used"),
    slip("name of a list of words and a fact", "  last_year: [", "  cars: [", 35, 3, "“cars”", "already used"),
    slip("name that is built in", "  cars: {", "  entity: {", 32, 3, "“entity”", "own name"),
    slip("name that is a word of the language", "  cars: {", "  where: {", 32, 3, "“where”", "a word of the language"),
    slip("column named as what every row has", "      count: {", "      label: {", 20, 7, "“label”", "cannot be named"),
    slip("class of rows named as what every table has", "      rest: {", "      rows: {", 28, 7, "“rows”", "cannot be named"),
    slip("unknown section of a fact", "cars: {in: [overall, annex]", "cars: {in: [overall, anex]", 32, 24, "unknown section “anex”",
         "did you mean “annex”?"),
    slip("unknown column of the ordinals", "ordinals: item", "ordinals: itm", 23, 15, "unknown column “itm”", "did you mean “item”?"),
    slip("unknown column of the codes", "column: code}", "column: cdoe}", 24, 50, "unknown column “cdoe”", "did you mean “code”?"),
    slip("unknown code list", "list: procurement_catalogue", "list: procurement_catalog", 24, 19, "unknown code list",
         "did you mean “procurement_catalogue”?"),
    slip("unknown basis of a rule", EXAMPLES, "\n    basis: [lwa]" + EXAMPLES, 44, 13, "unknown basis “lwa”", "did you mean “law”?"),
    slip("unknown basis of the defaults", "basis: [law]}", "basis: [lwa]}", 5, 37, "unknown basis “lwa”", "did you mean “law”?"),
    slip("no basis at all", ", basis: [law]}", "}", 38, 3, "T1", "has no basis"),
    slip("unknown pack", "basis:\n", "extends: [test/vaild]\nbasis:\n", 7, 11, "unknown pack “test/vaild”"),
    slip("a pack that extends itself", "basis:\n", "extends: [test/valid]\nbasis:\n", 7, 11, "circular extends: test/valid → test/valid"),
    slip("extends that is a text", "basis:\n", "extends: test/base\nbasis:\n", 7, 10, "expected 列表 / a list"),
    slip("a rule disabled that no pack has", "rules:\n", "rules:\n  T9: {disabled: 不用}\n", 38, 3, "T9", "no extended pack"),
    slip("a rule disabled without a reason", "rules:\n", "rules:\n  T9: {disabled: ''}\n", 38, 19, "must not be empty"),
    # --- phrases ---
    slip("unknown type of hole", "{amount: money}", "{amount: mony}", 31, 38, "no hole type “mony”", "choose from: money"),
    slip("hole without a type", "{amount: money}", "{amount}", 31, 38, "expected {name: type}"),
    slip("hole with a full-width colon", "{amount: money}", "{amount：money}", 31, 38, "expected {name: type}"),
    slip("hole not closed", "{amount: money}", "{amount: money", 31, 38, "expected {name: type}"),
    slip("hole named twice", "{number: count}", "{number: count}、{number: count}", 32, 59, "hole named twice: 'number'"),
    slip("phrase without words", '"预算收入{amount: money}"', '"…{amount: money}"', 31, 34, "no words of its own"),
    slip("phrase without a named hole", "{amount: money}", "{: money}", 31, 3, "named holes"),
    slip("phrases with unlike holes", '"预算收入{amount: money}"', '["预算收入{amount: money}", "收入{total: money}"]', 31, 3, "the same named holes"),
    # --- for_each ---
    slip("for_each without in", "col in [total, share]", "col [total, share]", 40, 19, "expected “in”"),
    slip("for_each over an empty list", "col in [total, share]", "col in []", 40, 22, "must not be empty"),
    slip("for_each over a table", "col in [total, share]", "col in bought", 40, 22, "expected a list, found 表 / table"),
    slip("for_each over a fact", "col in [total, share]", "col in income.amount", 40, 22, "expected a list"),
    slip("for_each over an unknown name", "col in [total, share]", "col in bougth.lines", 40, 22, "unknown name “bougth”",
         "did you mean “bought”?"),
    slip("for_each over an unknown column", "col in [total, share]", "col in [totl, share]", 40, 23, "unknown column “totl”",
         "did you mean “total”?"),
    slip("for_each by an unknown column", "col in [total, share]", "col in bought.lines by itme", 40, 38, "unknown column “itme”",
         "did you mean “item”?"),
    slip("for_each over an unknown kind", "col in [total, share]", "col in each tabel", 40, 22, "expected table or section", "“tabel”"),
    slip("for_each over each and nothing", "col in [total, share]", "col in each", 40, 26, "expected"),
    slip("for_each with a keyword for a name", "col in [total, share]", "each in bought.lines", 40, 15, "expected 名称 / a name"),
    # --- when and where ---
    slip("when that is no condition", "bought.lines is not empty", "bought.lines", 41, 11, "expected a condition"),
    slip("when with an unknown name", "bought.lines is not empty", "bougth.lines is not empty", 41, 11, "did you mean “bought”?"),
    slip("where with an unknown column", "rest: {where: code is", "rest: {where: cdoe is", 28, 21, "unknown name “cdoe”", "did you mean “code”?"),
    slip("where that is no condition", "rest: {where: code is blank", "rest: {where: code", 28, 21, "expected a condition"),
    slip("where with an unknown state", "rest: {where: code is blank", "rest: {where: code is blnk", 28, 29, "blnk"),
    slip("where with or and no brackets", ASSERTED, "count(bought.lines where code is 甲 or code is 乙) == 0", 42, 19, "expected a condition", "a list"),
    # --- assert: how it is written ---
    slip("assert left blank", f"assert: {ASSERTED}", "assert:", 42, 12, "must not be empty"),
    slip("a single equals sign", "[col] == sum", "[col] = sum", 42, 29, "unexpected character '='"),
    slip("a mathematical sign", "[col] == sum", "[col] ≤ sum", 42, 29, "unexpected character '≤'"),
    slip("a bracket not closed", "sum(bought.lines[col])", "sum(bought.lines[col]", 42, 53, "expected “,”", "the end"),
    slip("a chain of comparisons", ASSERTED, "0 <= bought.all.total <= 5万元", 42, 35, "an operator or the end", "“<=”"),
    slip("brackets nested too deep", ASSERTED, "(" * 50 + "1 == 1" + ")" * 50, 42, 53, "nested more than 40 deep"),
    slip("a very long assert", ASSERTED, "1 == 1" + " and 1 == 1" * 200, 42, 13, "more than 2000"),
    # --- assert: what it says ---
    slip("unknown name", "sum(bought.lines[col])", "sum(bouhgt.lines[col])", 42, 36, "unknown name “bouhgt”", "did you mean “bought”?"),
    slip("unknown attribute of a table", "sum(bought.lines[col])", "sum(bought.linse[col])", 42, 43, "has no “linse”", "did you mean “lines”?"),
    slip("unknown hole of a fact", ASSERTED, "income.amuont > 0", 42, 20, "has no “amuont”", "did you mean “amount”?"),
    slip("unknown column of a row", ASSERTED, "bought.all.totle > 0", 42, 24, "has no “totle”", "did you mean “total”?"),
    slip("unknown function", "sum(bought.lines[col])", "sm(bought.lines[col])", 42, 32, "unknown function “sm”", "did you mean “sum”?"),
    slip("unknown list of words", ASSERTED, "overall.text mentions last_yaer", 42, 35, "unknown name “last_yaer”", "did you mean “last_year”?"),
    slip("unknown standing of a code", ASSERTED, "bought.all.entry.standing == fuond", 42, 42, "“fuond”", "did you mean “found”?"),
    slip("a column out of reach", ASSERTED, "bought.all[total] == 0", 42, 24, "unknown name “total”"),
    slip("a column that a for_each does not name", ASSERTED, "bought.all[income] == 0", 42, 24, "expected a column of a for_each"),
    slip("a column of what has none", ASSERTED, "overall[col] == 0", 42, 21, "section", "has no column “total”"),
    slip("no condition", ASSERTED, "sum(bought.lines.total)", 42, 13, "expected a condition such as a == b"),
    slip("not of a number", ASSERTED, "not bought.all.total", 42, 17, "expected a condition", "a number"),
    slip("and of a number", ASSERTED, "1 == 1 and bought.all.total", 42, 24, "expected a condition", "a number"),
    slip("text with number", ASSERTED, "bought.all.item == 3", 42, 13, "cannot compare", "a text", "a number"),
    slip("number with text", ASSERTED, 'bought.all.total == "3"', 42, 13, "cannot compare", "a number", "a text"),
    slip("text less than text", ASSERTED, "bought.all.item < bought.all.code", 42, 13, "cannot compare"),
    slip("text in a list of numbers", ASSERTED, "bought.all.code in [201, 202]", 42, 32, "a number"),
    slip("a list with a number", ASSERTED, "bought.all.total == bought.lines.total", 42, 13, "cannot compare", "a list"),
    slip("a fact with a number", ASSERTED, "income == 5万元", 42, 13, "cannot compare", "fact"),
    slip("text contains in a number", ASSERTED, "bought.all.total contains 3", 42, 13, "expected a text", "a number"),
    slip("money with a count", ASSERTED, "income.amount == bought.all.count", 42, 13, "unlike units: money == count"),
    slip("money with a percentage", ASSERTED, "bought.all.share == income.amount", 42, 13, "unlike units: percent == money"),
    slip("money with a bare number", ASSERTED, "income.amount == 5", 42, 13, "unlike units: money == number"),
    slip("money plus a count", ASSERTED, "income.amount + bought.all.count > 0", 42, 13, "unlike units: money + count"),
    slip("the greater of unlike units", ASSERTED, "max(income.amount, 5台) > 0", 42, 32, "unlike units"),
    slip("a list of unlike units", ASSERTED, "sum([income.amount, 5%]) > 0", 42, 33, "unlike"),
    slip("money in a list of bare numbers", ASSERTED, "income.amount in [1, 2]", 42, 30, "unlike units"),
    slip("the sum of texts", ASSERTED, 'sum(bought.lines.code) == 0', 42, 17, "expected a list of numbers", "a text"),
    slip("the sum of one number", ASSERTED, "sum(income.amount) == 0", 42, 17, "expected a list", "a number"),
    slip("the sum of rows", ASSERTED, "sum(bought.lines) == 0", 42, 17, "expected a list of numbers", "row"),
    slip("two arguments of sum", ASSERTED, "sum(bought.lines.total, 1) == 0", 42, 13, "sum", "takes one argument"),
    slip("no argument of max", ASSERTED, "max() == 0", 42, 13, "max", "takes arguments"),
    slip("where of what is no list", ASSERTED, "count(income where amount > 0) == 0", 42, 19, "expected a list before where"),
    slip("where without a condition", ASSERTED, "count(bought.lines where total) == 0", 42, 38, "expected a condition"),
    slip("the names of a row", ASSERTED, "bought.lines same names as bought.all", 42, 40, "expected a list, found 行 / row"),
    slip("in of what is no list", ASSERTED, "income.amount in bought.all", 42, 30, "expected a list, found 行 / row"),
    slip("present of a number", ASSERTED, "income.amount is present", 42, 13, "present", "is for sections, tables, facts, entries and documents"),
    slip("present of a row", ASSERTED, "bought.all is present", 42, 13, "present", "found 行 / row"),
    slip("empty of a number", ASSERTED, "income.amount is empty", 42, 13, "empty", "is for sections, tables and lists"),
    slip("filled of a number", ASSERTED, "income.amount is filled", 42, 13, "filled", "is for lists"),
    slip("filled of rows", ASSERTED, "bought.lines is filled", 42, 13, "filled"),
    slip("stated of a list", ASSERTED, "bought.lines is stated", 42, 13, "stated", "is for cells"),
    slip("an attribute of a number", ASSERTED, "income.amount.unit == 0", 42, 27, "has no attributes: “unit”"),
    slip("a list of unlike items", ASSERTED, 'income.amount in [1万元, "甲"]', 42, 36, "unlike items in a list"),
    slip("an empty list", ASSERTED, "income.amount in []", 42, 30, "must not be empty"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "column", "words"), SLIPS)
def test_one_slip_is_one_mistake_with_its_place_and_what_to_write(
    old: str, new: str, line: int, column: int, words: tuple[str, ...]
) -> None:
    found = mistakes(replaced(old, new))
    told = [mistake for mistake in found if (mistake.line, mistake.column) == (line, column)]
    assert told, [str(mistake) for mistake in found]
    for word in words:
        assert word in told[0].message
    # a misspelt key that is required is missing as well; nothing else is blamed for the slip
    assert [str(other) for other in found if other not in told and "missing key" not in other.message] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "the file is empty", id="nothing"),
        pytest.param("\n\n  \n", "the file is empty", id="blank lines"),
        pytest.param("# 注释\n", "the file is empty", id="a comment"),
        pytest.param("---\n", "expected keys and values", id="an empty document"),
        pytest.param("- 甲\n- 乙\n", "expected keys and values", id="a list"),
        pytest.param("规则\n", "expected keys and values", id="a text"),
        pytest.param("42\n", "expected keys and values", id="a number"),
        pytest.param("\x00\x01\x02", "a character that YAML forbids", id="bytes of another format"),
        pytest.param("%PDF-1.7\n", "not valid YAML", id="a PDF"),
        pytest.param("\t", "not valid YAML", id="a tab"),
        pytest.param("{}", "missing key: pack", id="an empty mapping"),
        pytest.param("a: 1\n" * 3, "stands already on line 1", id="one key again and again"),
        pytest.param("pack: !!python/object/apply:os.system [x]", "expected", id="a Python object"),
        pytest.param("x: " + "甲" * 2_000_000, "more than the limit of 2,000,000", id="a very large file"),
        pytest.param("&a [" * 9 + "*a" + "]" * 9, "aliases are not allowed", id="aliases in aliases"),
    ],
)
def test_a_file_that_is_no_rule_file_is_one_clear_sentence(text: str, words: str) -> None:
    found = mistakes(text)
    assert any(words in mistake.message for mistake in found), [str(mistake) for mistake in found]
    assert all(mistake.line >= 1 and mistake.column >= 1 for mistake in found)


@pytest.mark.parametrize(
    "assertion",
    [
        pytest.param(
            " + ".join(["1"] * 450) + " == 450",
            id="a long sum",
        ),
        pytest.param(
            "0 == " + "-" * 1500 + "1",
            id="many signs",
        ),
        pytest.param(" and ".join(["1 == 1"] * 150), id="a long conjunction"),
        pytest.param("not " * 480 + "1 == 1", id="many times not"),
        pytest.param("bought" + ".lines" * 300, id="many attributes"),
        pytest.param("bought.lines" + "[col]" * 300, id="many columns"),
        pytest.param("count(bought.lines" + " where total > 0" * 100 + ") == 0", id="many filters"),
    ],
)
def test_an_assertion_of_any_shape_is_accepted_or_told(assertion: str) -> None:
    assert len(assertion) <= 2000
    with suppress(RuleFileError):
        pack(replaced(ASSERTED, assertion))


# --- all mistakes of a file at once ---


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        pytest.param(
            [("kind: budget", "kind: budgets"), ("type: count", "type: cuont")],
            [(4, 17), (20, 32)],
            id="two of the schema",
        ),
        pytest.param(
            [("in: [overall, annex]", "in: [overall, anex]"), ("sum(", "sm(")],
            [(32, 24), (42, 32)],
            id="two of meaning",
        ),
        pytest.param(
            [("bought.lines is not empty", "bougth.lines is not empty"), ("sum(", "sm(")],
            [(41, 11), (42, 32)],
            id="when and assert of a rule",
        ),
        pytest.param(
            [("title: 试验规则包\n", "title: 试\ntitle: 验\n"), ("  T1:\n", "  T1: {disabled: 略}\n  T1:\n")],
            [(3, 1), (40, 3)],
            id="two keys given twice",
        ),
        pytest.param(
            [("kind: budget", "kind: budgets"), ("sum(", "sm(")],
            [(4, 17), (42, 32)],
            id="one of the schema and one of meaning",
        ),
        pytest.param(
            [("title: 数量,", "titel: 数量,"), ("one: true", "onne: true"), ("sum(", "sm(")],
            [(20, 7), (20, 15), (27, 32), (42, 32)],
            id="a column and a class of rows that do not fit, and one of meaning",
        ),
        pytest.param(
            [("{amount: money}", "{amount: mony}"), (ASSERTED, "income.amount > 0 and outcome.amount > 0")],
            [(31, 38), (42, 35)],
            id="a faulty phrase whose fact is used, and an unknown name beside it",
        ),
        pytest.param(
            [(ASSERTED, "incme.amount > 0 and bougth.lines is empty or coont(bought.rows) > 0")],
            [(42, 13), (42, 34), (42, 59)],
            id="all unknown names of an assert and what comes after them",
        ),
        pytest.param(
            [("col in [total", "col [total"), ("bought.all[col] ==", "bougth.all[col] ==")],
            [(40, 19), (42, 13)],
            id="a for_each that cannot be parsed and an assert",
        ),
        pytest.param(
            [("    for_each: ", "    foreach: "), ("[col] == sum", "[col] = sum")],
            [(40, 5), (42, 29)],
            id="for_each misspelt and an assert that cannot be parsed",
        ),
        pytest.param(
            [("basis:\n", "extends: [test/vaild]\nbasis:\n"), ("sum(bought", "sm(bouhgt")],
            [(7, 11), (43, 32)],
            id="an unknown pack that may have the unknown name, and an unknown function",
        ),
        pytest.param(
            [("col in [total", "col in [totl"), ("bought.all[col] ==", "bougth.all[col] ==")],
            [(40, 23), (42, 13)],
            id="for_each and assert of a rule",
        ),
        pytest.param(
            [(EXAMPLES, "\n    basis: [lwa]" + EXAMPLES), ("sum(", "sm(")],
            [(42, 32), (44, 13)],
            id="basis and assert of a rule",
        ),
    ],
)
def test_all_mistakes_of_a_file_are_told_at_once(
    changes: list[tuple[str, str]], places: list[tuple[int, int]]
) -> None:
    text = VALID
    for old, new in changes:
        text = text.replace(old, new, 1)
    assert [(mistake.line, mistake.column) for mistake in mistakes(text)] == places


def test_mistakes_are_told_in_the_order_of_the_file_and_each_once() -> None:
    found = mistakes(replaced("basis: [law]}", "basis: [lwa]}").replace("sum(", "sm("))
    assert list(found) == sorted(set(found))


# --- every scalar is text ---


@pytest.mark.parametrize(
    "word",
    [
        "off",
        "yes",
        "null",
        "~",
        "0201",
        "1:30",
        "1e3",
        "0x1F",
        "0o17",
        "1_000",
        ".5",
        "2019-01-01",
        "=",
        "true",
        "1.10",
    ],
)
def test_a_scalar_is_loaded_as_it_is_written(word: str) -> None:
    assert pack(replaced("[上年, 去年]", f"[上年, {word}]")).words["last_year"] == ("上年", word)


@pytest.mark.parametrize(
    ("key", "word"), [("title", "1:30"), ("title", "off"), ("version", "1.10"), ("version", "0201")]
)
def test_the_values_of_the_file_are_loaded_as_they_are_written(key: str, word: str) -> None:
    old = {"title": "title: 试验规则包", "version": 'version: "1"'}[key]
    assert getattr(pack(replaced(old, f"{key}: {word}")), key) == word


@pytest.mark.parametrize("id_", ["off", "0201", "SJZ-101", "规则1", "1.2"])
def test_a_rule_may_have_an_id_that_means_something_to_yaml(id_: str) -> None:
    assert [rule.id for rule in pack(replaced("  T1:", f"  {id_}:")).rules] == [id_]


@pytest.mark.parametrize("name", ["off", "是", "收入", "y", "no"])
def test_a_name_may_be_chinese_or_mean_something_to_yaml(name: str) -> None:
    loaded = pack(replaced("  income: {", f"  {name}: {{").replace(ASSERTED, f"{name}.amount > 0"))
    assert list(loaded.facts) == [name, "cars"]


@pytest.mark.parametrize(
    ("lines", "since", "until"),
    [("from: 2019", 2019, None), ('until: "2020"', None, 2020), ("from: 2019\n    until: 2019", 2019, 2019)],
)
def test_the_years_of_a_rule(lines: str, since: int | None, until: int | None) -> None:
    (rule,) = pack(replaced(EXAMPLES, f"\n    {lines}{EXAMPLES}")).rules
    assert (rule.since, rule.until) == (since, until)


@pytest.mark.parametrize(
    ("years", "since", "until"),
    [('">=2017"', 2017, None), ('"<=2020"', None, 2020), ("2019", 2019, 2019), ("2017..2020", 2017, 2020)],
)
def test_the_years_of_a_pack(years: str, since: int | None, until: int | None) -> None:
    applies = pack(replaced('">=2017"', years)).applies
    assert (applies.since, applies.until) == (since, until)
    assert applies.region == ("河北省", "石家庄市")


def test_a_rule_knows_where_it_is_written() -> None:
    (rule,) = pack(VALID).rules
    assert (rule.source.file, rule.source.line, rule.source.column) == ("rules.yaml", 38, 3)
    assert [(example.source.line, example.source.column) for example in rule.examples] == [(45, 9), (51, 9)]


def test_a_rule_file_has_one_hash_however_its_lines_end(tmp_path: Path) -> None:
    hashes = set()
    for ends in ("\n", "\r\n", "\r"):
        file = tmp_path / "rules.yaml"
        file.write_bytes(VALID.replace("\n", ends).encode("utf-8"))
        hashes.add(Library().load(str(file)).sha256)
    assert len(hashes) == 1


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    loaded = pack("\ufeff" + VALID.replace("\n", "\r\n"))
    assert [rule.id for rule in loaded.rules] == ["T1"]


# --- extends ---

CHILD = """\
pack: test/child
title: 沿用的规则包
version: "1"
extends: [test/valid]
applies: {kind: budget}
basis:
  notice: {instrument: 某某通知}
rules:
  T2:
    title: 收入应为正数
    severity: warning
    basis: [notice]
    assert: income.amount > 0
    fix: 核对收入。
    examples:
      - {outcome: pass, given: 略}
      - {outcome: fail, given: 略}
"""
BASE = {"test/valid": VALID}


def child(old: str = "", new: str = "") -> Pack:
    assert old in CHILD
    return pack(CHILD.replace(old, new, 1) if old else CHILD, BASE)


def test_a_pack_takes_over_what_it_extends() -> None:
    loaded = child()
    assert [rule.id for rule in loaded.rules] == ["T1", "T2"]
    assert list(loaded.tables) == ["bought"]
    assert [basis.id for rule in loaded.rules for basis in rule.basis] == ["law", "notice"]
    assert [rule.source.file for rule in loaded.rules] == ["test/valid.yaml", "rules.yaml"]
    assert loaded.applies.region == ()


def test_the_same_rule_id_overrides() -> None:
    loaded = child("  T2:", "  T1:")
    assert [(rule.id, rule.title) for rule in loaded.rules] == [("T1", "收入应为正数")]


def test_a_rule_of_an_extended_pack_can_be_switched_off() -> None:
    loaded = child("  T2:", "  T1: {disabled: 本市另有规定}\n  T2:")
    assert [rule.id for rule in loaded.rules] == ["T2"]
    assert loaded.disabled == {"T1": "本市另有规定"}


def test_a_section_of_an_extended_pack_can_be_overridden() -> None:
    loaded = child("rules:\n", "sections: {overall: 收支安排}\nrules:\n")
    assert loaded.sections["overall"].headings == ("收支安排",)


def test_a_mistake_in_an_extended_pack_is_told_in_its_file() -> None:
    broken = {"test/valid": replaced("sum(", "sm(")}
    (found,) = mistakes(CHILD, broken)
    assert (found.file, found.line, found.column) == ("test/valid.yaml", 42, 32)


def test_a_mistake_in_the_pack_itself_is_told_in_its_own() -> None:
    (found,) = mistakes(CHILD.replace("income.amount", "incme.amount"), BASE)
    assert (found.file, found.line, found.column) == ("rules.yaml", 13, 13)
    assert "did you mean “income”?" in found.message


def test_a_circle_of_packs_is_told_where_it_closes() -> None:
    back = {"test/valid": replaced("basis:\n", "extends: [test/child]\nbasis:\n")}
    (found,) = mistakes(CHILD, back)
    assert (found.file, found.line, found.column) == ("test/valid.yaml", 7, 11)
    assert "test/child → test/valid → test/child" in found.message


def test_an_unknown_pack_is_told_beside_others_that_are_known() -> None:
    (found,) = mistakes(CHILD.replace("[test/valid]", "[test/valid, test/none]"), BASE)
    assert (found.line, found.column) == (4, 23)
    assert "unknown pack “test/none”" in found.message


def test_the_digest_of_a_pack_covers_the_files_that_it_extends() -> None:
    changed = {"test/valid": replaced("fix: 核对合计。", "fix: 请核对合计。")}
    assert pack(CHILD, changed).sha256 != child().sha256
    assert pack(CHILD, dict(BASE)).sha256 == child().sha256


# --- code lists ---

CODE_LIST = """\
list: catalogue
title: 采购目录
editions:
  - {id: "2013", file: a.csv, until: "2022"}
"""
CODES = "code,name,standing\nA01,电脑,found\nA02,桌椅,inferred\n"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(text: str, codes: str) -> Path:
        (tmp_path / "catalogue.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "a.csv").write_text(codes, encoding="utf-8")
        return tmp_path

    return write


def test_a_code_list_is_read_with_its_editions(written: Callable[[str, str], Path]) -> None:
    (code_list,) = code_lists_in(written(CODE_LIST, CODES)).values()
    (edition,) = code_list.editions
    assert (code_list.name, edition.id, edition.since, edition.until) == ("catalogue", "2013", None, 2022)
    assert [(entry.code, entry.name, entry.standing) for entry in edition.entries.values()] == [
        ("A01", "电脑", "found"),
        ("A02", "桌椅", "inferred"),
    ]


@pytest.mark.parametrize(
    ("text", "codes", "place", "words"),
    [
        pytest.param(
            CODE_LIST,
            CODES + "A01,车辆,found\n",
            ("a.csv", 4, 1),
            "code listed twice: A01",
            id="a code twice",
        ),
        pytest.param(
            CODE_LIST,
            CODES + "A03,,found\n",
            ("a.csv", 4, 1),
            "expected code, name and standing",
            id="no name",
        ),
        pytest.param(
            CODE_LIST, CODES + "A03,车辆,guessed\n", ("a.csv", 4, 1), "found、inferred", id="unknown standing"
        ),
        pytest.param(
            CODE_LIST.replace("a.csv", "b.csv"),
            CODES,
            ("catalogue.yaml", 4, 24),
            "no such file",
            id="no file",
        ),
        pytest.param(
            CODE_LIST.replace("a.csv", "../a.csv"),
            CODES,
            ("catalogue.yaml", 4, 24),
            "no such file",
            id="elsewhere",
        ),
        pytest.param(
            CODE_LIST.replace("title:", "titel:"),
            CODES,
            ("catalogue.yaml", 2, 1),
            "did you mean “title”?",
            id="a key",
        ),
    ],
)
def test_a_slip_in_a_code_list_is_told_with_its_place(
    written: Callable[[str, str], Path], text: str, codes: str, place: tuple[str, int, int], words: str
) -> None:
    with pytest.raises(RuleFileError) as caught:
        code_lists_in(written(text, codes))
    told = [
        mistake for mistake in caught.value.mistakes if (mistake.file, mistake.line, mistake.column) == place
    ]
    assert told, caught.value.mistakes
    assert words in told[0].message
