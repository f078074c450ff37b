"""What the language calls a word or sign that was written in Chinese, or as in a book."""

from __future__ import annotations

_SIGNS = {
    "=": "==", "＝": "==", "≠": "!=", "≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＋": "+", "－": "-", "−": "-", "×": "*", "÷": "/",
    "（": "(", "）": ")", "【": "[", "】": "]", "［": "[", "］": "]", "，": ",", "、": ",", "。": ".", "．": ".", "！": "!=",
}  # fmt: skip
_WORDS = {
    "且": "and", "并且": "and", "而且": "and", "或": "or", "或者": "or", "非": "not", "等于": "==", "不等于": "!=",
    "大于": ">", "小于": "<", "大于等于": ">=", "小于等于": "<=", "不小于": ">=", "不少于": ">=", "不大于": "<=", "不超过": "<=", "包含": "contains",
    "含有": "contains", "提到": "mentions", "写有": "mentions", "是": "is", "为": "is", "不是": "is not", "属于": "in", "开头": "starts with",
    "结尾": "ends with", "相同": "is consistent", "互不相同": "is distinct", "首尾相接": "is gapless", "存在": "is present", "有": "is present", "没有": "is not present", "空": "is empty", "不空": "is not empty", "有内容": "is not empty", "为空": "is empty", "不为空": "is not empty",
    "求和": "sum", "之和": "sum", "计数": "count", "个数": "count", "最大": "max", "最大值": "max", "最小": "min", "最小值": "min",
    "绝对值": "abs", "第一个": "first",
    "金额": "money", "数量": "count", "百分比": "percent", "单价": "price", "文字": "text", "文本": "text", "年份": "year", "年度": "year",
    "日期": "date", "代码": "code", "列表": "list", "分项": "parts", "档次": "band", "唯一": "one",
    "预算": "budget", "决算": "final-accounts", "部门": "department", "错误": "error", "疑点": "warning", "警告": "warning", "提示": "info",
    "成立": "pass", "通过": "pass", "不成立": "fail", "不通过": "fail", "无法判定": "undetermined", "不适用": "not_applicable",
    "四舍五入内成立": "pass_within_rounding", "文件": "document", "全文": "document",
}  # fmt: skip


def meant(said: str) -> str:
    """What the language writes for a Chinese word or sign; empty if it is none that is known."""
    return _SIGNS.get(said) or _WORDS.get(said) or ""


def instead(said: str) -> str:
    """A clause for a message: what to write instead, where that is known."""
    write = meant(said)
    return f"；应写 / write “{write}”" if write else ""
