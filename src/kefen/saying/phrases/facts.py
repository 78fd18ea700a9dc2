"""What is said of a fact of the vocabulary."""

from __future__ import annotations

from kefen.values import Words

FACTS: dict[str, Words] = {
    "kind flag": Words("是/否", "yes/no"),
    "kind integer": Words("整数", "whole number"),
    "kind decimal": Words("小数", "decimal"),
    "kind money": Words("金额", "money"),
    "kind rate": Words("比率", "rate"),
    "kind date": Words("日期", "date"),
    "kind text": Words("文本", "text"),
    "kind choice": Words("单选", "choice"),
    "kind scale": Words("等级", "scale"),
    "kind set": Words("多选", "set of choices"),
    "kind history": Words("逐月状态", "monthly history"),
    "kind outcome": Words("等级", "scale"),
    "kind list": Words("列表", "list"),
    "changed by customer": Words("客户", "customer"),
    "changed by bank": Words("银行", "bank"),
    "changed by time": Words("时间", "time"),
    "changed by nobody": Words("不能改变", "nobody"),
    "fact month": Words("{n} 个月", "{n} months"),
    "fact day": Words("{n} 天", "{n} days"),
    "fact several": Words(
        "多个值以分号隔开：{values}", "several, set apart by semicolons: {values}"
    ),
    "fact history form": Words(
        "每月一个字符，最近的在前，不知道的月份写 ?：{values}",
        "a character a month, newest first, ? for a month nobody knows: {values}",
    ),
    "fact resident id": Words("18 位，含校验位", "18 digits with check digit"),
    "fact source": Words("出处：{x}", "source: {x}"),
    "fact unit": Words("单位：{x}", "unit: {x}"),
    "fact age": Words("时效：{x}", "not older than {x}"),
    "fact derived": Words("可以不填：{x}（{cites}）", "may be left empty: {x} ({cites})"),
    "fact derived plain": Words(
        "可以不填，由其他事实推定", "may be left empty, derived from others"
    ),
    "fact required": Words("必填", "required"),
    "fact key": Words("主键，不得重复", "key, must not repeat"),
    "fact confidential": Words("保密：不对客户说明", "confidential: not told to the customer"),
    "fact between": Words("{low} 至 {high}", "{low} to {high}"),
    "fact from": Words("{low} 以上", "from {low}"),
    "fact up to": Words("{high} 以下", "up to {high}"),
}
