"""The administrative divisions in the names of bodies."""

from __future__ import annotations

import re

_REGION = re.compile(
    r"(?:中共|中国共产党|政协|中国人民政治协商会议|共青团|中国共产主义青年团|民革|民盟|民建|民进|农工党|致公党|九三学社)?"
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区))?"
    r"(?P<city>(?:(?![县区旗])[\u4e00-\u9fff]){2,8}?(?:市|自治州|地区|盟))?"
    r"(?P<district>[\u4e00-\u9fff]{1,8}?(?:区|县|旗|市))?"
)
_NO_DISTRICTS = frozenset("城市 社区 地区 小区 园区 校区 景区 城区 市区 辖区".split())


def region_named(name: str) -> tuple[str, ...]:
    """The divisions that a name such as 河北省石家庄市 or 河北省/石家庄市 consists of; empty if it is none."""
    whole = name.replace("/", "")
    found = region_of(whole)
    return found if "".join(found) == whole else ()


def region_of(entity: str) -> tuple[str, ...]:
    """The names of the administrative divisions at the beginning of an entity's name."""
    match = _REGION.match(entity)
    assert match is not None  # every part is optional
    names = match.group("province", "city", "district")
    return tuple(name for name in names if name and name not in _NO_DISTRICTS)
