"""Why a value was not accepted and what to do."""

from __future__ import annotations

from kefen.values import Words

PROBLEMS: dict[str, Words] = {
    "problem mapping": Words(
        "对应文件的规则是“{detail}”，这个值不合；请改正值或对应文件",
        "the rule of the mapping is `{detail}`, and the value does not keep it; correct the value or the mapping",
    ),
    "problem not a value": Words(
        "不是一个值；请直接写值，或写 value 和 date 两项",
        "not a value; write the value itself, or `value` and `date`",
    ),
    "problem not one value": Words(
        "不止一个值；这里只能填写一个", "more than one value; only one can stand here"
    ),
    "problem not a flag": Words(
        "不是“是”或“否”；请填写是或否", "neither yes nor no; write yes or no"
    ),
    "problem not in domain": Words(
        "不在可选值之内；请改用词表中的值{near}", "not one of the values; use one that is{near}"
    ),
    "problem not a set": Words(
        "不是一组值；请用顿号或分号隔开", "not a set of values; separate them by semicolons"
    ),
    "problem too long": Words(
        "超过 {detail} 个月；请只保留最近 {detail} 个月",
        "longer than {detail} months; keep the latest {detail}",
    ),
    "problem not whole": Words("不是整数；请填写整数", "not a whole number; write a whole number"),
    "problem too many digits": Words("位数过多；请核对单位", "too many digits; check the unit"),
    "problem too many places": Words(
        "小数超过 {detail} 位；请四舍五入后填写", "more than {detail} decimal places; round it"
    ),
    "problem not a number": Words(
        "不是数字；请去掉单位和文字", "not a number; leave out units and words"
    ),
    "problem ten thousands": Words(
        "以万为单位；请改写为元，或在映射中写明 unit: [万元, 万], times: 10000",
        "in ten thousands; write it in yuan, or say `times: 10000` in the mapping, and the unit's word by `unit:`",
    ),
    "problem percent": Words(
        "不是比率，不能写 %；请填写数字本身", "% stands only behind a rate; write the number itself"
    ),
    "problem negative": Words("不能为负；请核对符号", "may not be negative; check the sign"),
    "problem too small": Words(
        "小于下限 {detail}；请核对", "below the least value {detail}; check it"
    ),
    "problem too large": Words(
        "大于上限 {detail}；请核对", "above the greatest value {detail}; check it"
    ),
    "problem check digit": Words(
        "校验位不符；请对照证件重新录入",
        "its check digit is wrong; enter it again from the document",
    ),
    "problem length": Words(
        "不是 {detail} 位；请对照证件重新录入",
        "not {detail} characters long; enter it again from the document",
    ),
    "problem old number": Words(
        "只有 15 位，是旧号码；请填写 18 位号码", "15 digits: the old form; give the 18 digits"
    ),
    "problem letters": Words(
        "含有这种号码不会有的字符；请核对（字母 O 与数字 0，字母 I 与数字 1）",
        "holds a character that no such number has; check it (letter O or zero, letter I or one)",
    ),
    "problem first digit": Words(
        "第一位不会是 0；请对照证件重新录入",
        "never begins with 0; enter it again from the document",
    ),
    "problem born inside": Words(
        "其中的出生日期不存在；请对照证件重新录入",
        "there is no such day of birth as it holds; enter it again from the document",
    ),
    "problem blank inside": Words(
        "中间有空格、引号或不可见的字符；请去掉",
        "holds a blank, a quotation mark or an unseen character inside; take it out",
    ),
    "problem excel digits": Words(
        "是科学计数法，后面的位数可能已经丢失；请从原系统按文本重新导出，在 Excel 里先把该列设为文本格式再录入",
        "written with an exponent, so its last digits may be lost: export it as text, or format the column as text in Excel"
        " and enter it again",
    ),
    "problem error cell": Words(
        "单元格里是错误值 {detail}；请在原表中更正",
        "the cell holds {detail}; correct it in its table",
    ),
    "problem formula": Words(
        "是公式，没有保存的结果；请填写值本身",
        "a formula, its value is not stored; write the value itself",
    ),
    "problem nothing": Words(
        "表示没有值；请留空，或在映射的 values 中把它写成 null",
        "a word for no value; leave it empty, or list it in the mapping's `values` as null",
    ),
    "problem none": Words(
        "表示“没有”；请在映射的 values 中写明它的含义",
        "says that there is none; say in the mapping's `values` what that means",
    ),
    "problem merged": Words(
        "在合并的单元格 {detail} 里，属于哪一行说不清；请取消合并，逐格填写",
        "in the merged cell {detail}, so nobody can say to which row it belongs; undo the merge and fill in each cell",
    ),
    "problem shown": Words(
        "单元格里的值与显示的不同；请把单元格格式改为常规，再写上要用的值",
        "the cell shows another value than it holds; set its format to General and write the value that is meant",
    ),
    "problem month without day": Words(
        "只有年月，没有日；请写成 2026-01-31 的形式",
        "a month without a day; write it like 2026-01-31",
    ),
    "problem future": Words(
        "晚于认定日期 {detail}；请核对", "dated after the day of the decision, {detail}; check it"
    ),
    "problem given twice": Words(
        "已用另一名称“{detail}”给出；请只保留一个",
        "already given as `{detail}`; keep only one of them",
    ),
    "problem no such fact": Words(
        "没有这项事实；请核对名称{near}", "no such fact; check its name{near}"
    ),
    "problem not a date": Words(
        "不是日期；请写成 2026-01-31 的形式", "not a date; write it like 2026-01-31"
    ),
    "problem no such day": Words(
        "没有这一天；请对照证件核对", "there is no such day; check it with the document"
    ),
    "problem not a list": Words(
        "不是逐条记录的清单；请每条写成一行", "not a list of records; give one record each"
    ),
    "problem contradiction": Words(
        "与由其他事实推出的 {detail} 矛盾；请更正其中一个，或只提供一个",
        "contradicts {detail}, worked out from other facts; correct one of them, or give only one",
    ),
    "problem rule": Words("请核对有关各项", "check the facts concerned"),
}
