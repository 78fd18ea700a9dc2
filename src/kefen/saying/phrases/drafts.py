"""What is said in a draft of a mapping: why a line is not sure."""

from __future__ import annotations

from kefen.values import Words

DRAFTS: dict[str, Words] = {
    "draft head": Words(
        "对应文件草稿：没有 # 的行是确定的；# 后的行请逐条核对后再启用",
        "a draft: a line without # is sure; look at a line behind # before you use it",
    ),
    "draft strange": Words("没有名称相近的事实", "no fact has a name like it"),
    "draft like": Words("名称相近，不是同一个词：请核对", "a name like it, not the same: look"),
    "draft not read": Words(
        "名称像 {fact}，但这些值读不出",
        "its name is like {fact}, but its values cannot be read as that",
    ),
    "draft or": Words("或 {fact}", "or {fact}"),
    "draft both": Words("与 {other} 都像 {fact}：只留一列", "{other} is {fact} as well: keep one"),
    "draft unread": Words("这一制度不读 {fact}", "this policy does not read {fact}"),
    "draft not accepted": Words(
        "另有 {values}：不写明就会隔离", "also {values}: without a meaning they go to quarantine"
    ),
    "draft spouse": Words("说的是另一个人", "it is about another person"),
    "draft name": Words("姓名不是编号：重名的人分不开", "a name is no key: two people may bear it"),
    "draft unit": Words(
        "表头带单位：写明 times 或 percent", "the header has a unit: say times or percent"
    ),
    "draft term": Words(
        "期数不是天数，也不是月数", "a number of instalments is neither days nor months"
    ),
    "draft month": Words(
        "按月：年度金额加 times: 12", "by the month: for a yearly amount add times: 12"
    ),
    "draft year": Words(
        "表头带年：先看是年份、年数还是年度金额", "years, a year, or an amount of a year: look"
    ),
    "draft no key": Words("没有确定的编号列 {key}", "no column is surely the key {key}"),
    "draft rows": Words(
        "每人每月一行（月份列 {month}）：这是逐月记录，写作 histories 的 key、month、status，另给每人一行的表",
        "one row per customer and month ({month}): use it as a history from rows, and give a table with one row each",
    ),
    "draft twice": Words("还有别的列也是 {fact}", "other columns are {fact} as well"),
    "draft months": Words("逐月的列？{why}", "columns of months? {why}"),
    "doubt empty": Words("抽看的行里没有值", "no values in the rows looked at"),
    "doubt refused": Words("读不出 {values}", "the reader refuses {values}"),
    "doubt form": Words("日期写作 {forms}？请加 format", "are the dates {forms}? add format"),
    "doubt codes": Words(
        "{values} 是代码：逐个写明是 {known} 中的哪一个",
        "{values} are codes: say which each is of {known}",
    ),
    "doubt small": Words(
        "最大的是 {largest}：单位是万元的加 times: 10000",
        "the largest is {largest}: if in ten thousands, add times: 10000",
    ),
    "doubt percent": Words(
        "有大于 1 的值：百分数请加 percent: true",
        "some are above 1: if in per cent, add percent: true",
    ),
    "doubt derived": Words(
        "制度自行推定，另有定义：含义相同才用",
        "the policy works it out by its own meaning: use it if yours is the same",
    ),
    "doubt twice": Words(
        "同一编号有多行：每人一行的表才能认定",
        "one number stands in several rows; a table has a row for each",
    ),
    "months which": Words("属于哪一项逐月记录没有写明", "they do not say which history"),
    "months codes": Words(
        "取值不是逐月记录的代码：请用 values 写明",
        "their values are no codes of a history: add values",
    ),
    "months gap": Words("月份不连续", "a month is missing between them"),
    "months order": Words(
        "哪一端是最近的月份没有写明：最近的写在最前", "which end is the newest? write it first"
    ),
}
