"""The words in which a rule is read back, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

Vocabulary = Mapping[str, str]

_ZH = {
    "colon": "：", "nearby": "类似的字在：", "nothing near": "文件里没有类似的标题或文字",
    "within clause": "原文的这些字不在分句开头；短语以“…”开头就能取到：",
    # --- shape of the page ---
    "from": "取自", "each": "逐一核对", "when": "前提", "must": "必须成立", "in force": "年度", "severity": "程度",
    "applies": "适用于", "basis": "依据", "fix": "请部门", "examples": "例子", "tolerance": "容差", "pack": "规则包",
    "found": "在文件中找到", "steps": "逐步判定", "result": "结果", "line": "第 {n} 行", "and_more": "另有 {n} 个同样结果的对象没有列出",
    "exact": "不许有出入", "since": "{since} 年起", "until": "{until} 年止", "columns of": "栏", "rows of": "行",
    "first of": "先在 {a} 里找，没有这一部分再找下一个", "in_section": "“{a}”部分", "anywhere": "全文",
    "ways": "；共 {n} 种写法：", "or way": "，或 ", "none": "（没有）",
    "alias": "“{a}”也写作{b}",
    # --- nouns ---
    "section": "“{a}”部分", "table": "“{a}”表", "fact": "{where}写的“{phrase}”", "each fact": "{where}每一处写的“{phrase}”", "hole": "{fact}中的{hole}", "column": "{of}的“{a}”",
    "class": "{of}的 {name} 行", "class_one": "{of}的 {name} 行", "rows": "{of}的各行", "attribute": "{of}的{a}", "own": "{a}",
    "own_column": "“{a}”", "this_column": "{of}的该栏", "list": "{a}", "words": "“{a}”", "any_word": "{a}之一", "more": "等 {n} 个", "titled": "“{a}”",
    "row": "该行", "group": "该组", "item": "该项", "this_section": "该部分", "this_table": "该表", "this": "该{a}", "col": "该栏",
    "grouped": "{of}，按“{by}”分组", "columns": "以下各栏：{a}", "each table": "文件里的每一张表", "each section": "文件里的每一部分",
    # --- numbers and lists ---
    "sum": "{a}之和", "count": "{a}的个数", "min": "{a}中最小的", "max": "{a}中最大的", "first": "第一个{a}", "one": "唯一的{a}", "date": "年、月、日为{a}的日期", "abs": "{a}的绝对值",
    "unit": "{a}的单位", "same": "{a}共同的值", "negative": "{a}的相反数", "+": "{a} + {b}", "-": "{a} − {b}", "*": "{a} × {b}",
    "/": "{a} ÷ {b}", "where": "{of}（只取{condition}的）", "bracket": "（{a}）",
    # --- conditions ---
    "==": "{a} 等于 {b}", "!=": "{a} 不等于 {b}", "<=": "{a} 不超过 {b}", ">=": "{a} 不小于 {b}", "<": "{a} 小于 {b}", ">": "{a} 大于 {b}",
    "and": "{a}，并且 {b}", "or": "{a}，或者 {b}", "not": "并非（{a}）",
    "present": "有{a}", "not present": "没有{a}", "empty": "{a}没有内容", "not empty": "{a}有内容", "listed": "没有{a}", "not listed": "有{a}", "stated": "写明了{a}",
    "not stated": "没有写明{a}", "blank": "{a}空白", "not blank": "{a}不空白", "filled": "{a}每一格都已填写", "not filled": "{a}有没填的",
    "consistent": "{a}全部相同", "not consistent": "{a}不全相同", "distinct": "{a}各不相同", "not distinct": "{a}有相同的",
    "ordered": "{a}依所列次序排列", "not ordered": "{a}不依所列次序排列", "gapless": "{a}各档首尾相接，不缺不重", "not gapless": "{a}各档有空缺或重叠", "is": "{a}是{b}", "not is": "{a}不是{b}", "starts with": "{a}以{b}开头",
    "not starts with": "{a}不以{b}开头", "ends with": "{a}以{b}结尾", "not ends with": "{a}不以{b}结尾", "contains": "{a}含有{b}",
    "not contains": "{a}不含{b}", "mentions": "{a}里写有{b}", "not mentions": "{a}里没有{b}", "in": "{a}是{b}之一",
    "not in": "{a}不是{b}之一", "same names as": "{a}与{b}所列名称相同", "not same names as": "{a}与{b}所列名称不同",
}  # fmt: skip

_EN = {
    "colon": ": ", "nearby": "like words stand at ", "nothing near": "no like heading or words in the document",
    "within clause": "the words do not begin a clause; a phrase that begins with “…” would take ",
    "from": "takes", "each": "for each", "when": "applies when", "must": "must hold", "in force": "years", "severity": "severity",
    "applies": "applies to", "basis": "basis", "fix": "to ask", "examples": "examples", "tolerance": "tolerance", "pack": "pack",
    "found": "found in the document", "steps": "step by step", "result": "outcome", "line": "line {n}", "and_more": "and {n} more with the same outcome",
    "exact": "none", "since": "from {since}", "until": "until {until}", "columns of": "column", "rows of": "rows",
    "first of": "looked for in {a}, the first that is present", "in_section": "section “{a}”", "anywhere": "the whole text",
    "alias": "“{a}” is also written {b}", "ways": "; {n} ways of saying it: ", "or way": ", or ", "none": "(none)",
    "section": "section “{a}”", "table": "table “{a}”", "fact": "“{phrase}” in {where}", "each fact": "every “{phrase}” in {where}", "hole": "{hole} of {fact}", "column": "“{a}” of {of}",
    "class": "the {name} rows of {of}", "class_one": "the {name} row of {of}", "rows": "the rows of {of}",
    "attribute": "the {a} of {of}", "own": "its {a}", "own_column": "“{a}”", "this_column": "that column of {of}", "list": "{a}", "words": "“{a}”",
    "any_word": "any of {a}", "titled": "table “{a}”", "more": " and others ({n})", "row": "the row", "group": "the group", "item": "the item",
    "this_section": "the section", "this_table": "the table", "this": "the {a}", "col": "the column", "grouped": "{of}, grouped by “{by}”",
    "columns": "these columns: {a}", "each table": "each table of the document", "each section": "each section of the document",
    "sum": "the sum of {a}", "count": "the number of {a}", "min": "the least of {a}", "max": "the greatest of {a}", "first": "the first of {a}", "one": "the only one of {a}",
    "abs": "the absolute value of {a}", "unit": "the unit of {a}", "same": "the common value of {a}", "negative": "minus {a}", "+": "{a} + {b}",
    "-": "{a} − {b}", "*": "{a} × {b}", "/": "{a} ÷ {b}", "where": "those of {of} for which {condition}", "bracket": "({a})",
    "==": "{a} equals {b}", "!=": "{a} does not equal {b}", "<=": "{a} is at most {b}", ">=": "{a} is at least {b}", "<": "{a} is less than {b}",
    ">": "{a} is greater than {b}", "and": "{a}, and {b}", "or": "{a}, or {b}", "not": "it is not so that {a}",
    "present": "there is {a}", "not present": "there is no {a}", "empty": "{a} is empty", "not empty": "{a} is not empty", "listed": "there are no {a}", "not listed": "there are {a}", "stated": "{a} is stated",
    "not stated": "{a} is not stated", "blank": "{a} is blank", "not blank": "{a} is not blank", "filled": "every cell of {a} is filled",
    "not filled": "a cell of {a} is not filled", "consistent": "all of {a} are the same", "not consistent": "{a} are not all the same", "distinct": "no two of {a} are the same",
    "not distinct": "some of {a} are the same", "ordered": "{a} stand in the order given", "not ordered": "{a} do not stand in the order given",
    "gapless": "the bands {a} leave no gap and do not overlap", "not gapless": "the bands {a} leave a gap or overlap",
    "is": "{a} is {b}", "not is": "{a} is not {b}", "starts with": "{a} starts with {b}", "not starts with": "{a} does not start with {b}",
    "ends with": "{a} ends with {b}", "not ends with": "{a} does not end with {b}", "contains": "{a} contains {b}",
    "not contains": "{a} does not contain {b}", "mentions": "{a} mentions {b}", "not mentions": "{a} does not mention {b}",
    "in": "{a} is one of {b}", "not in": "{a} is none of {b}", "same names as": "{a} and {b} name the same", "not same names as": "{a} and {b} name different things",
}  # fmt: skip

_NOUNS_ZH = {
    "colon": "：", "nearby": "类似的字在：",
    "entity": "部门（单位）名称", "fiscal_year": "文件年度", "title": "标题", "document": "全文", "sections": "规则包所列的各部分",
    "tables": "所列各表", "published": "公开日期", "approved": "批复日期", "month": "月份", "day": "日", "breakdowns": "文中“合计，其中：……”的说明", "changes": "文中与上期比较的说明", "shares": "文中的占比",
    "completions": "文中的完成率", "totals": "表中的合计数", "accounts": "文中按科目的说明", "lists": "文中的列举", "contents": "目录各条", "balances": "文中的收支平衡", "income": "收入", "spending": "支出", "opening": "年初结转", "share": "占比", "difference": "预决算差异率", "increments": "增减额栏",
    "label": "名称", "level": "层级", "parent": "上级行", "children": "下级各行", "members": "所属各行", "entry": "目录条目", "text": "文字",
    "note": "注", "amount": "金额", "change": "增减额", "parts": "分项", "total": "总数", "of": "性质", "listing": "所列", "subject": "所说的事项",
    "word": "说法", "percent": "百分比", "growth": "增减幅度", "current": "本期数", "base": "对比数", "against": "对比对象", "year": "对比年度",
    "reason": "原因", "reason_word": "原因的增减方向", "part": "部分数", "whole": "总数", "budget": "预算数", "actual": "决算数", "compared": "所比的数",
    "column": "栏", "table": "表", "kind": "种类", "key": "分组名", "rows": "各行", "name": "名称", "standing": "名称来源", "edition": "版本",
    "increase": "“增加”", "decrease": "“减少”", "flat": "“持平”", "near_flat": "“基本持平”", "unchosen": "“增加（减少）”未选", "above": "“大于”",
    "below": "“小于”", "equal": "“等于”", "near_equal": "“基本相等”", "complete": "全部", "open": "其中一部分", "increment": "增减额",
    "data": "数据", "none": "没有", "some": "有数",
    "columns": "合计栏", "codes": "类款项", "ordinals": "序号分级", "found": "目录所载", "inferred": "推定",
    # --- what accounts, lists and contents say ---
    "unit": "单位", "path": "各级名称", "amounts": "所写的各数", "cells": "表中的各数", "listed": "是否在表中", "yes": "“是”", "no": "“否”",
    "unsure": "“不能确定”", "nearest": "最接近的名称", "purpose": "用途", "purpose_of": "用途所属的科目", "reason_of": "原因所属的科目",
    "items": "所列各项", "number": "编号", "heading": "正文标题", "heading_number": "正文标题的编号",
    # --- what the wording shows ---
    "leftovers": "模板留下的字样", "gap": "待填的空", "brackets": "空的括号", "instruction": "填写说明", "choice": "未选的选项", "marks": "标点差错",
    "doubled": "重复或相连", "unpaired": "不成对", "broken": "半句话", "missing": "没有句号", "figures": "文中的各数", "form": "写法",
    "full": "单位写全", "no_unit": "缺单位", "cut_unit": "单位不全", "two_units": "两个单位", "other_unit": "单位与别处不同", "negative": "负数",
    "nil": "为零", "decimals": "小数位数不同", "years": "文中的年份", "role": "所说的年度", "titled": "表名中的", "own": "本文件的", "previous": "上一年度的",
    "closing": "截止日的", "bodies": "文中的机构名称", "short": "简称", "variant": "与本名称相近的", "other": "其他的", "department": "部门",
    # --- what codes are ---
    "group": "类别", "personnel": "人员经费", "public": "公用经费", "goods": "货物", "works": "工程", "services": "服务",
    "levels": "文中所写的各数", "account": "所说的科目", "document_kind": "文件种类", "final_accounts": "决算", "prior": "上年文件",
    "budget_document": "本年公布的预算", "units": "所属单位的文件", "headings": "各标题", "ordinal": "序号", "section": "所在部分",
    "listed_units": "单位构成所列的单位", "separate": "是否单列", "rank": "所列的身份", "file": "单位文件", "given": "“已给出”", "head": "部门本级", "unlisted": "“没有列出”", "absent": "“没有”",
    "sentences": "各句", "lines": "所列各条", "copies": "与前文一字不差的段落", "first": "前面的一处",
}  # fmt: skip

VOCABULARIES: Mapping[str, Vocabulary] = {"zh": _ZH, "en": _EN}
NOUNS: Mapping[str, Vocabulary] = {"zh": _NOUNS_ZH, "en": {}}
"""What built-in names, attributes and values are called; where there is no entry, by their own word."""
