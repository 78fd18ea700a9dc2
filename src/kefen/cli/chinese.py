"""What the library says of texts and files, in Chinese.

The library speaks English, a sentence for each fault. Here every sentence has its Chinese; ``{}`` are the gaps, in the
order of the English unless they are numbered. What fills a gap is said in Chinese too, if it is a sentence or a phrase
of this list and not an author's word between backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kefen.saying.phrases.problems import PROBLEMS

SENTENCES: dict[str, str] = {
    # --- files and folders of a policy
    "the file cannot be read": "文件读不出",
    "there is no such file": "没有这个文件",
    "`{}` lies there: make the two names alike": "那里有 `{}`：两个名称须一致",
    "the file is not UTF-8": "文件不是 UTF-8",
    "save it as UTF-8": "另存为 UTF-8",
    "save it as UTF-8 or GB18030": "另存为 UTF-8 或 GB18030",
    "the folder `{}` holds no policy": "文件夹 `{}` 里没有制度",
    "a version is a Markdown file with front matter": "一个版本是一个有文首信息的 Markdown 文件",
    "no vocabulary `{}`": "没有词表 `{}`",
    "no pack `{}`": "没有制度包 `{}`",
    "no pack `{}`: shipped packs are {}": "没有制度包 `{}`；随附的有 {}",
    "`{}` is a shipped pack and a folder here: write `../{}` for the folder": (
        "`{}` 既是随附的制度包，又是这里的文件夹：要用文件夹，写 `../{}`"
    ),
    "`{}` is a shipped vocabulary and a folder here": "`{}` 既是随附的词表，又是这里的文件夹",
    "write `../{}` for the folder": "要用文件夹，写 `../{}`",
    "`{}` is a file; a pack is a folder with a policy and sources.yaml": (
        "`{}` 是文件；制度包是文件夹，内有制度和 sources.yaml"
    ),
    "broken YAML: {}": "YAML 有误：{}",
    "a tab indents this line": "这一行用制表符缩进",
    "indent with blanks": "用空格缩进",
    "a wide blank indents this line": "这一行用全角空格缩进",
    "indent with plain blanks": "用半角空格缩进",
    "`：` is a wide colon": "`：` 是全角冒号",
    "write `: ` with a blank after it": "写半角冒号，后面空一格",
    "a wide bracket or quotation mark stands here": "这里是全角的括号或引号",
    'write `{`, `[` or `"`': '写半角的 `{`、`[` 或 `"`',
    "`，` is a wide comma": "`，` 是全角逗号",
    "write `, ` with a blank after it": "写半角逗号，后面空一格",
    "an entry of a list begins with a plain dash": "清单的每一项以半角短横开头",
    "write `- ` with a blank after it": "写半角短横，后面空一格",
    "the quotation mark is not closed": "引号没有结束",
    'close it with `"`': '用 `"` 结束',
    "the colon has no blank after it": "冒号后面没有空格",
    "write `KEY: VALUE`": "写 `键: 值`",
    "the dash has no blank after it": "短横后面没有空格",
    "the key has no colon": "键后面没有冒号",
    "this line is indented otherwise than its neighbours": "这一行的缩进与相邻各行不一致",
    "indent alike what belongs together": "同一级的各行缩进一致",
    "the bracket is not closed, or a comma is missing in it": "括号没有结束，或括号里缺少逗号",
    "close it, and part its entries by `, `": "结束括号，各项之间写逗号和空格",
    "a colon stands where none may": "这里不能有冒号",
    "indent alike what belongs together, and quote a text with `: ` in it": (
        "同一级的各行缩进一致；文本里有冒号的加引号"
    ),
    "this line does not begin with `- ` as those above": "这一行没有像上面各行那样以 `- ` 开头",
    "this character cannot begin a value": "值不能以这个字符开头",
    "put the value in double quotes": "把值放在双引号里",
    "a character that cannot be seen stands here": "这里有看不见的字符",
    "delete it": "删去",
    "`---` begins a second document": "`---` 开始了第二份文档",
    "delete the line": "删去这一行",
    "`*` begins the name of a value given elsewhere": "`*` 之后须是别处给出的值的名称",
    "the file ends within a value": "文件在一个值中间结束",
    "close its quotation mark or bracket": "结束它的引号或括号",
    "the wide quotation marks are a part of the value": "全角引号会成为值的一部分",
    "write `NAME:` and its properties below it": "写 `名称:`，下面写它的属性",
    "this value is used again by an alias (`*name`)": "这个值被别名（`*name`）再次引用",
    "write it out each time": "每处都完整写出",
    "a key is one word": "键是一个词",
    "`{}` is given twice": "`{}` 给出了两次",
    "delete one, or name it otherwise": "删去一个，或改用别的名称",
    # --- front matter
    "the file does not begin with front matter": "文件没有以文首信息开头",
    "begin with `---`, the keys of the policy, and `---`": (
        "以 `---` 开头，写制度的各项键，再写 `---`"
    ),
    "the front matter is not closed by `---`": "文首信息没有以 `---` 结束",
    "the front matter lacks `{}`": "文首信息缺少 `{}`",
    "the pack has no vocabulary": "制度包没有词表",
    "write `vocabulary.yaml`: it says which facts there are": (
        "写 `vocabulary.yaml`，列出有哪些事实"
    ),
    "write `{}:` and its `title:` there": "在那里写 `{}:` 和它的 `title:`",
    "`{}` is not {}": "`{}` 不是{}",
    "a key of the front matter": "文首信息的键",
    "`in_doubt` proposes the worst of what is possible, and cites who asks for it": (
        "`in_doubt` 建议可能结果中最差的一个，并写明依据"
    ),
    "write `in_doubt: {propose: worst, cites: INSTRUMENT ARTICLE}`": (
        "写 `in_doubt: {propose: worst, cites: 文件 条文}`"
    ),
    "known here": "这里认识的词",
    "the policy `{}` lies in the folder `{}`": "制度 `{}` 放在文件夹 `{}` 里",
    "no scale `{}`": "没有有序取值 `{}`",
    "no instrument `{}` in sources.yaml": "sources.yaml 里没有文件 `{}`",
    "a property of an instrument": "文件的属性",
    "the instrument `{}` has no title": "文件 `{}` 没有标题",
    "write `{}:` and below it `title: …`": "写 `{}:`，下面写 `title: …`",
    "`{}` is not a day, a month or a year": "`{}` 不是年月日、年月或年份",
    "write 2026-01-31, 2026-01 or 2026; `不详` if it is not known": (
        "写成 2026-01-31、2026-01 或 2026；不知道的写 `不详`"
    ),
    "a use names a `policy` and the fact its result is read `as`": (
        "引用其他制度要写明 `policy`，以及其结果读作（`as`）哪项事实"
    ),
    "no subject `{}`": "没有主体 `{}`",
    "`{}` uses itself": "`{}` 引用了自己",
    "the policy `{}` cannot be used": "制度 `{}` 不能引用",
    "the policy `{}` has errors": "制度 `{}` 有错误",
    "policies use each other: {}": "制度互相引用：{}",
    # --- versions and dates
    "two versions are called `{}`": "两个版本都叫 `{}`",
    "versions {} overlap": "版本 {} 重叠",
    "`{}` and `{}`": "`{}` 与 `{}`",
    "the end of `in_force` is the first day no longer in force": (
        "`in_force` 的末端是不再施行的第一天"
    ),
    "no version speaks from {} until {}": "{} 起至 {} 没有版本施行",
    'acknowledge it in the front matter: `gaps: ["[{}, {})"]`': (
        '在文首信息里写明：`gaps: ["[{}, {})"]`'
    ),
    "the version ends on {}, before it begins": "版本在 {} 结束，早于开始之日",
    "`in_force` is `[FROM, UNTIL]`: two days such as 2026-01-01, or a day and null": (
        "`in_force` 写作 `[起, 止]`：两个日期，如 2026-01-01，或一个日期和 `null`"
    ),
    "`{}` is not a gap": "`{}` 不是空档",
    'write `"[2007-01-05, 2007-07-03)"`': '写成 `"[2007-01-05, 2007-07-03)"`',
    "no version of {} speaks on {}; versions: {}": "{} 在 {} 没有施行的版本；已有 {}",
    "{} {} does not speak on {}: it is in force from {} until {}": (
        "{} {} 在 {} 不施行：施行期自 {} 至 {}"
    ),
    "further notice": "另行通知",
    # --- statements and tables
    "the fence is not closed": "代码块没有结束",
    "an indented line belongs to no statement": "缩进的行不属于任何语句",
    "statements start at the left margin, their further lines are indented": (
        "语句从行首写起，其余各行缩进"
    ),
    "`{}` does not begin a statement": "`{}` 不是语句的开头",
    "indent it: it goes on with the statement above": "缩进这一行：它接着上面的语句",
    "see the table of statements in the language reference": "见语言参考中的语句表",
    "`{}` lacks its id, name or value": "`{}` 缺少编号、名称或值",
    "`{}` is not a line of `{}`": "`{}` 不是 `{}` 的行",
    "the condition goes on after `{}`": "条件在 `{}` 之后又继续",
    "write the whole condition above `{}`": "把条件全部写在 `{}` 之上",
    "a citation has no second line": "依据只有一行",
    "a condition stands above it; another value is indented as the one above": (
        "条件写在它之上；另一个数值与上面的数值缩进一致"
    ),
    "this line would be a part of `{}` and decide nothing": "这一行会成为 `{}` 的一部分，不起作用",
    "write the whole condition or value above `{}`": "把条件或数值全部写在 `{}` 之上",
    "`{}` is said twice": "`{}` 写了两次",
    "`{}` says nothing": "`{}` 没有内容",
    "the table needs a header, a rule of dashes and rows": "表格要有表头、一行短横线和各行",
    "the row has {} cells, the header {}": "这一行有 {} 格，表头有 {} 格",
    "this line below a row is not read as one": "表格行之下的这一行不作为一行读取",
    "begin it with `|`; leave a blank line above what is no row": (
        "以 `|` 开头；不是表格的行，上面空一行"
    ),
    "`{}` is a wide dash": "`{}` 是全角的横线",
    "write `-`": "写半角的 `-`",
    "the cell `{}` tests nothing": "单元格 `{}` 没有检验什么",
    "the cell is blank": "单元格是空的",
    "write the test of the row above again, or `-` for anything": (
        "重写上一行的检验；任何值都可以时写 `-`"
    ),
    "no table follows `{}`": "`{}` 后面没有表格",
    "the table needs a tested column and a result": "表格要有检验的列和结果列",
    "the table `{}` does not end with a row of `-`": "表格 `{}` 没有以全是 `-` 的一行结尾",
    "what no row meets is unknown by the text, and told as its gap": (
        "没有适用的一行时按条文未知，作为制度的空白说明"
    ),
    "a row of `{}` can never hold": "`{}` 有一行永远不成立",
    "a row of `{}` is never reached: the other holds first": "`{}` 有一行永远到不了：另一行先成立",
    "`{}` is not a result of `{}`": "`{}` 不是 `{}` 的结果",
    "`{}` is not a number of points": "`{}` 不是分数",
    # --- what is nearly a fence, a heading, a clause or a file of the pack
    "a fence marked `{}` is not read": "标为 `{}` 的代码块不会读取",
    "this fence is not read, and holds a clause": "这个代码块不会读取，而里面有条款",
    "mark the fence ```policy": "把代码块标为 ```policy",
    "put it in a fence ```policy, its keyword in small letters; word prose otherwise": (
        "放进标为 ```policy 的代码块，关键词用小写；如果只是说明，换个写法"
    ),
    "this line opens no fence: its clauses are not read": "这一行没有开始代码块：其中的条款不会读取",
    "write ```policy at the left margin": "在行首写 ```policy",
    "a clause outside a fence is not read": "代码块之外的条款不会读取",
    "a fence inside a comment is not read": "注释里的代码块不会读取",
    "delete the fence, or take it out of `<!-- -->`": "删去代码块，或把它移出 `<!-- -->`",
    "the fence above is still open here": "上面的代码块到这里还没有结束",
    "close it above, by a line of the same marks alone": "在上面用只有同样记号的一行结束它",
    "`{}` after the number would be its title": "数后面的 `{}` 会读作标题",
    "`{}` in the title would decide nothing": "标题里的 `{}` 不起作用",
    "write the condition on the next line, indented; a title is words alone": (
        "条件写在下一行并缩进；标题只是文字"
    ),
    "write the number without a unit": "数不带单位",
    "these rows belong to no table": "这些行不属于任何表格",
    "delete the blank line above; a table has a header and a rule of dashes": (
        "删去上面的空行；表格有表头和一行短横线"
    ),
    "a soft line break or a character that nobody sees stands in this line": (
        "这一行里有软回车或看不见的字符"
    ),
    "delete it; a new line is made with the Enter key": "删去它；换行用回车键",
    "what stands beside ```policy is not read": "```policy 同一行的其余文字不会读取",
    "begin the statement on the next line": "语句从下一行写起",
    "`{}` and `{}` are two factors: the points of both count": (
        "`{}` 与 `{}` 是两个因素：两者的分数都计入"
    ),
    "write one name if they are one factor": "如果是同一因素，写同一名称",
    "this line begins with a wide mark": "这一行以全角记号开头",
    "this line is not a heading": "这一行不是标题",
    "the heading is no article: its clauses would cite another": (
        "这个标题不是条文：其下的条款会引到另一条"
    ),
    "the blank of this heading is a wide one": "这个标题的空格是全角的",
    "the file `{}` is not read": "文件 `{}` 不会读取",
    "name it `{}`": "改名为 `{}`",
    "name it `{}` if it is a part of the pack": "若属于这个制度包，改名为 `{}`",
    "move it to `{}`, or out of the pack": "移到 `{}`，或移出制度包",
    "write its cases in YAML, as `{}`": "案例用 YAML 写，如 `{}`",
    # --- clauses and citations
    "`{}` is defined twice": "`{}` 定义了两次",
    "`{}` cites no article": "`{}` 没有写明依据哪一条",
    "put it under a heading such as `## 第八条 …`, or add `cites INSTRUMENT ARTICLE`": (
        "放到 `## 第八条 …` 这样的标题之下，或加上 `cites 文件 条文`"
    ),
    "money is in yuan, not in `{}`": "金额以元为单位，不以 `{}`",
    "write amounts in yuan; a mapping scales a column by `times: 10000`": (
        "金额按元写；对照里写 `times: 10000` 可以换算一列"
    ),
    "a `{}` has no unit": "`{}` 没有单位",
    "delete `unit`; only money, integers and decimals are told with one": (
        "删去 `unit`；只有金额、整数和小数带单位"
    ),
    "`{}` cites `{}` from {} on, which is in force from {}": "`{}` 自 {2} 起引用 `{1}`，而它自 {3} 起才施行",
    "cite what was in force before, or date the citation: `cites {} … from {}`": (
        "引用此前施行的文件，或者给引用写上日期：`cites {} … from {}`"
    ),
    "`{}` cites `{}` after {}, its last day": "`{}` 在 {2} 之后还引用 `{1}`，而这是它的最后一天",
    "date the citation, `cites {} … until {}`, and cite `{}` from then on": (
        "给引用写上日期 `cites {} … until {}`，此后引用 `{}`"
    ),
    "date the citation, `cites {} … until {}`, and cite what followed it from then on": (
        "给引用写上日期 `cites {} … until {}`，此后引用取代它的文件"
    ),
    "`{}` cites two places for one day": "`{}` 在同一天引用两处",
    "a further citation says from when: `cites INSTRUMENT ARTICLE from 2024-07-01`": (
        "另一条引用写明从哪一天起：`cites 文件 条文 from 2024-07-01`"
    ),
    "`{}` cites nothing from {} to {}": "`{}` 自 {} 至 {} 没有依据",
    "`{}` cites nothing from {}": "`{}` 自 {} 起没有依据",
    "add what was in force then: `cites INSTRUMENT ARTICLE until 2024-07-01`": (
        "补上当时施行的文件：`cites 文件 条文 until 2024-07-01`"
    ),
    "`{}` ends before it begins": "`{}` 还没开始就结束了",
    "the instrument `{}` does not say when it is in force": "文件 `{}` 没有写明施行的日期",
    "write `in_force: [2026-01-31, null]`; `undated` of a paper that bears no date": (
        "写 `in_force: [2026-01-31, null]`；没有日期的文件写 `undated`"
    ),
    "`{}` does not say how much was seen": "`{}` 不能说明见到了多少原文",
    "a transition names its rule and its last day": "过渡期要写明依据和最后一天",
    "write `applies_by: {cites: NEWER ARTICLE, until: 2025-12-31}`": (
        "写 `applies_by: {cites: 新文件 条文, until: 2025-12-31}`"
    ),
    "`{}` is not in force when `{}` ends": "`{}` 在 `{}` 终止时没有施行",
    "nothing says what took the place of `{}`": "没有写明什么取代了 `{}`",
    "add `repealed_by: INSTRUMENT`": "补上 `repealed_by: 文件`",
    "no sources `{}`": "没有文件表 `{}`",
    "statement {} has no `place` or no `says`": "第 {} 句没有 `place` 或没有 `says`",
    "statement {} needs its clauses or a reason, and not both": "第 {} 句须有条款或者理由，只要一样",
    "write `clauses: [PACK CLAUSE]`, or `why:` with the reason": (
        "写 `clauses: [制度包 条款]`，或者写 `why:` 和理由"
    ),
    "`{}` has no `{}`": "`{}` 没有 `{}`",
    "no statement asks for `{}` of `{}`": "没有哪一句话要求 `{1}` 的 `{0}`",
    "a key of a source": "依据的键",
    "a key of a statement": "一句话的键",
    "two overlays speak for `{}`": "两个覆盖层都是给 `{}` 的",
    "two overlays speak for the whole bank": "两个覆盖层都是给全行的",
    "join them, or take one": "合并成一个，或者只用其中一个",
    "overlays of `{}` and `{}` decide no customer together": "`{}` 和 `{}` 的覆盖层不会共同认定任何客户",
    "take one of them": "只用其中一个",
    "`{}` is not a branch": "`{}` 不是机构",
    "write `省分行/市分行`": "写 `省分行/市分行`",
    "the rules of a branch name the number under which they are filed": "分行的细则要写明备案号",
    "add `filed: …` under `overlay`": "在 `overlay` 之下加上 `filed: …`",
    "the map has no row for `{}`": "条文对照没有 `{}` 这一行",
    "the map names `{}`, which is no clause": "条文对照写了 `{}`，没有这一条款",
    "the map names `{}`, which nothing here is called": "条文对照写了 `{}`，这里没有这个名称",
    "`{}` has neither a clause nor a reason": "`{}` 既没有条款也没有理由",
    "write `无条款：` and why": "写 `无条款：` 和理由",
    "`{}` promises `{}`, which is no part of a pack": "`{}` 许诺了 `{}`，它不在制度包之内",
    "write `{}`, or what does it": "写 `{}`，或者写明由什么实现",
    "`{}` is no part of a citation": "`{}` 不是依据的一部分",
    "a condition stands above `cites`, a day before it, another value on its own line": (
        "条件写在 `cites` 之上，日期写在 `cites` 之前，另一个数值另起一行"
    ),
    "`{}` stands under {}": "`{}` 在{}之下",
    "begin it with `{}`, or add `cites INSTRUMENT ARTICLE`": (
        "编号以 `{}` 开头，或加上 `cites 文件 条文`"
    ),
    "`cites {}` names no article": "`cites {}` 没有写条文",
    "the definition of `{}` cites nothing": "`{}` 的定义没有写依据",
    "add `cites:`": "加上 `cites:`",
    "`{}` has no condition": "`{}` 没有条件",
    "write it on the next line, indented": "写在下一行，缩进",
    "`{}` can never hold": "`{}` 永远不成立",
    "a part of `{}` can never hold": "`{}` 有一部分永远不成立",
    "no fact `{}` in the vocabulary": "词表里没有事实 `{}`",
    "no measure `{}` in the vocabulary": "词表里没有措施 `{}`",
    "`{}` is a prohibition": "`{}` 是一项禁止",
    "a prohibition is a `require`": "禁止的事项写作 `require`",
    "`{}` needs a scale to decide on": "`{}` 要有认定所用的有序取值",
    "name it as `decides:` in the front matter": "在文首信息的 `decides:` 写明",
    "`{}` is not a value of `{}`": "`{}` 不是 `{}` 的取值",
    "an adjustment of 0 steps moves nothing": "调整 0 级等于不调整",
    "`{}` is no quantity that a limit could bound": "`{}` 不是可以限制的数量",
    # --- how conclusions fit together
    "a policy starts from a ladder, from bands or from a base, not from two of them": (
        "制度从阶梯、分段或起点三者之一开始，不能有两个"
    ),
    "nothing says where a decision on `{}` starts": "没有写明 `{}` 的认定从哪里开始",
    "add `base VALUE`, grades or bands": "加上 `base 值`、各级条件或分段",
    "add `base VALUE`, grades or bands; if only bans decide, delete `decides:`": (
        "加上 `base 值`、各级条件或分段；若只有禁入，删去 `decides:`"
    ),
    "no clause concludes anything": "没有条款得出结论",
    "a policy has a ladder, bans, measures or values to show": (
        "制度要有等级阶梯、禁入、措施或要显示的值"
    ),
    "there is no grade to adjust": "没有可以调整的等级",
    "a base has no `otherwise`": "有起点的不写 `otherwise`",
    "there are bands and no points to sum": "有分段而没有可以相加的分",
    "there are points and no bands to sum them for": "有分而没有分段",
    "add `points N for FACTOR` clauses or a `scorecard`": (
        "加上 `points 分数 for 因素` 条款或 `scorecard`"
    ),
    "add `band VALUE from N` lines and `otherwise VALUE`": (
        "加上 `band 值 from 分数` 各行和 `otherwise 值`"
    ),
    "it stands after grades or bands; a base alone needs none": (
        "它写在各级条件或分段之后；只有起点时不写"
    ),
    "the {} has no `otherwise`": "{}没有 `otherwise`",
    "ladder of grades": "等级阶梯",
    "list of bands": "分段",
    "end it with `otherwise VALUE` or `otherwise refuse`": (
        "以 `otherwise 值` 或 `otherwise refuse` 结尾"
    ),
    "`otherwise` ends nothing": "`otherwise` 没有可以结束的东西",
    "the grade `{}` is given twice": "等级 `{}` 写了两次",
    "join the two conditions with `or`": "用 `or` 合并两个条件",
    "grades are written best first": "各级从最好的写起",
    "bands are written best first, with falling scores": "分段从最好的写起，分数递减",
    "the criterion `{}` is never used": "认定条件 `{}` 从未使用",
    "the fact `{}` is never used": "事实 `{}` 从未使用",
    "the {} `{}` is never used": "{} `{}` 从未使用",
    "write `value` instead of `define` to show it with the decision": (
        "要随结论显示，把 `define` 改成 `value`"
    ),
    "`{}` asks what is known": "`{}` 看的是事实是否已知",
    "the fact `{}` asks what is known": "事实 `{}` 看的是事实是否已知",
    "a fact that becomes known may change what was decided": "事实补齐之后，原来的结论可能改变",
    "refers to itself: {}": "引用了自己：{}",
    # --- policies asked of each item of a list
    "a use is `for` a related subject or `for_each` item of a list, not both": (
        "引用其他制度，写相关主体（`for`）或清单的每一条（`for_each`），不能两者都写"
    ),
    "a list of a related subject is `spouse.loans`": "相关主体的清单写作 `spouse.loans`",
    "the result for each of `{}` is one of its fields": "对 `{}` 每一条的结果是它的一项",
    "write `as: {}.NAME`": "写 `as: {}.名称`",
    "`{}` cannot be the name of a list": "`{}` 不能作清单的名称",
    "`{}` is {}, not a list": "`{}` 是{}，不是清单",
    "`{}` means {}": "`{}` 指{}",
    "`{}` means both `{}` and `{}` of the list `{}`": "`{0}` 在清单 `{3}` 里既指 `{1}` 又指 `{2}`",
    "`{}` reads `{}`, which is its own result here": "`{}` 读取的 `{}` 在这里是它自己的结果",
    "give the result another name": "给结果另取一个名称",
    "`{}` reads the list `{}`, and an item of a list has none": (
        "`{}` 读取清单 `{}`，而清单的一条记录没有清单"
    ),
    "let it read a fact that says of the item what the list is asked for": (
        "改读一项事实，由它说明清单原来要回答的事"
    ),
    # --- instalments
    "`instalment` takes {} from {} to {}": "`instalment` 的{}须在 {} 至 {} 之间",
    "an amount": "金额",
    "a yearly rate": "年利率",
    "months": "月数",
    "`instalment` takes a rate of at most {} places": "`instalment` 的利率最多 {} 位小数",
    "{}, or bound it by `min` and `max`": "{}，或用 `min`、`max` 限制它",
    'give its facts a range such as `range: "[{}..{}]"`': '给它的事实写区间，如 `range: "[{}..{}]"`',
    # --- parameters and assumptions
    "the parameter `{}` is defined twice": "参数 `{}` 定义了两次",
    "`{}` is a parameter and a fact": "`{}` 既是参数又是事实",
    "the parameter `{}` has no kind": "参数 `{}` 没有类型",
    "its first line is a kind such as `money`": "第一行写类型，如 `money`",
    "the parameter `{}` has no value: it is unknown": "参数 `{}` 没有值，按未知处理",
    "a bank gives it in its overlay": "由银行在覆盖层中给出",
    "a parameter's line reads `VALUE from DATE [until DATE] [cites …]`": (
        "参数的行写作 `值 from 日期 [until 日期] [cites …]`"
    ),
    "the value ends before it begins": "值的结束早于开始",
    "two values of `{}` speak on {}": "`{}` 在 {} 有两个值",
    "the parameter `{}` has no value from {}: it is unknown then": (
        "参数 `{}` 自 {} 起没有值，那时按未知处理"
    ),
    "the parameter `{}` has no value from {} to {}: it is unknown then": (
        "参数 `{}` 自 {} 至 {} 没有值，那时按未知处理"
    ),
    "the assumption `{}` is made twice": "假设 `{}` 写了两次",
    "assumes `{}`: {}": "假设 `{}`：{}",
    "the assumption `{}` lacks {}": "假设 `{}` 缺少 {}",
    "an assumption says both sides and why": "假设要写明两面和理由",
    "`{}` is neither `on` nor `off`": "`{}` 既不是 `on` 也不是 `off`",
    "`{}` is not a date": "`{}` 不是日期",
    "`{}` is not a day": "`{}` 不是日期",
    "write 2026-01-31": "写成 2026-01-31",
    # --- a bank's overlay
    "the overlay cites nothing": "覆盖层没有写依据",
    "add `overlay: {cites: …}`": "加上 `overlay: {cites: …}`",
    "the list `{}` is not `dated`": "名录 `{}` 没有写日期（`dated`）",
    "a list is complete as of a day: `dated: 2026-01-01`": (
        "名录在某日是完整的：`dated: 2026-01-01`"
    ),
    "`{}` has a date that is none": "`{}` 里的日期不是日期",
    "the list `{}` holds no code": "名录 `{}` 里没有代码",
    "leave the list out as long as the bank keeps none": "没有名录时，不要写这一项",
    "`{}` cannot be a code of the list `{}`: {}": "`{}` 不可能是名录 `{}` 的代码：{}",
    "no code": "没有代码",
    "correct the line, or take it out; a list of names or of damaged codes is none": (
        "请更正或删去这一行；单位名称或残缺的代码不能成为名录"
    ),
    "{} more lines cannot be codes of the list `{}`": "另有 {} 行不可能是名录 `{}` 的代码",
    "`{}` and the list `{}` are not checked alike": "`{}` 与名录 `{}` 的校验不同",
    "give both the same `check`": "两者写同样的 `check`",
    "the value of `{}` has no day it begins": "`{}` 的值没有写从哪天起",
    "write `from: 2026-01-01`, or `issued` under `overlay`": (
        "写 `from: 2026-01-01`，或在 `overlay` 下写 `issued`"
    ),
    "`{}` is not {}, as `{}` must be": "`{0}` 不是{1}，而 `{2}` 须是",
    "no {} `{}` in {}": "{2} 里没有{0} `{1}`",
    "parameter": "参数",
    "assumption": "假设",
    "reference list": "名录",
    "any of the policies": "各制度",
    # --- kinds of values
    "a flag": "是或否",
    "a whole number": "整数",
    "a number": "数",
    "an amount of money": "金额",
    "a rate": "比率",
    "a date": "日期",
    "a text": "文本",
    "a value of `{}`": "`{}` 的取值",
    "a set of `{}`": "`{}` 的一组取值",
    "a history of `{}`": "`{}` 的逐月记录",
    "a result on `{}`": "其他制度在 `{}` 上的结果",
    "the list `{}`": "清单 `{}`",
    "a count": "数目",
    "unknown": "未知",
    "expected {}, found {}": "这里须是{}，读到的是{}",
    "`{}` is not {} of at most {} places": "`{}` 不是最多 {2} 位小数的{1}",
    # --- expressions
    "`{}` does not belong to the language": "`{}` 不属于本语言",
    "`{}` is not in the language": "本语言没有 `{}`",
    "`{}` is not a function of the language": "本语言没有函数 `{}`",
    "an invisible character: delete it": "看不见的字符，删去",
    "expected {}": "这里须有{}",
    "{}, found {}": "{}，读到 {}",
    "the end": "结尾",
    "a name for the item": "记录的名字",
    "a value": "一个值",
    "the name of an assumption": "假设的名称",
    "the end of the expression": "表达式的结尾",
    "`]` or `)`": "`]` 或 `)`",
    "comparisons do not chain; join them with `and`": "比较不能连写，用 `and` 连接",
    "the expression is nested too deep": "表达式嵌套太深",
    "give its parts a name, as criteria or as defined facts": (
        "给各部分取名，写成认定条件或定义的事实"
    ),
    "unknown name `{}`": "未知的名称 `{}`",
    "no criterion `{}`": "没有认定条件 `{}`",
    "no assumption `{}`": "没有假设 `{}`",
    "`{}` has no brackets": "`{}` 没有括号",
    "`{}` holds one value": "`{}` 里只有一个值",
    "`{}` is a difference of fixed numbers": "`{}` 是两个固定的数相减",
    "`{}` may be a range or two values": "`{}` 可能是区间，也可能是两个值",
    "a range is written `[{}..{}]`": "区间写作 `[{}..{}]`",
    "a range is written `[{}]`": "区间写作 `[{}]`",
    "a range is written `[{}..{}]`, a difference with blanks": (
        "区间写作 `[{}..{}]`；相减时两边留空格"
    ),
    "a range is written `[a..b]`": "区间写作 `[a..b]`",
    "a range is written `[a..b]`, a list of values `(a, b)`": (
        "区间写作 `[a..b]`，一组值写作 `(a, b)`"
    ),
    "write `[{}..{}]` for a range, `= {} or … = {}` for two values": (
        "区间写 `[{}..{}]`，两个值写 `= {} or … = {}`"
    ),
    "write `= {}`, or a range `[a..b]`": "写 `= {}`，或写区间 `[a..b]`",
    "a range or a list of values stands after `in`": "区间或一组值写在 `in` 之后",
    "values of a list are parted by `,`": "一组值用 `,` 分开",
    "write `{}`; two values are parted by a comma and a blank": ("写 `{}`；两个值之间写逗号和空格"),
    "a number has no unit: write `{}`; a word that begins with a digit is quoted": (
        "数不带单位：写 `{}`；以数字开头的词加引号"
    ),
    "a condition ends without a full stop": "条件末尾不写句号",
    "a condition asks without a question mark": "条件不写问号",
    "join conditions with `and` or `or`": "条件用 `and` 或 `or` 连接",
    "no colon stands in a condition": "条件里没有冒号",
    "a comment begins with `#` after a blank": "注释以空格后的 `#` 开头",
    "an amount has no sign": "金额不带单位和货币符号",
    "write the number in digits": "用阿拉伯数字写",
    "write it in plain digits": "用半角数字写",
    "a value stands in a comparison: `x = {}`, or `x in (…, {})`": (
        "值要写在比较里：`x = {}`，或 `x in (…, {})`"
    ),
    "the range from `{}` to `{}` ends before it begins": "区间从 `{}` 到 `{}`，结束早于开始",
    "write `default on` or `default off`": "写 `default on` 或 `default off`",
    'write `"[0..120]"`: two dots, in double quotes': '写 `"[0..120]"`：两个点，放在双引号里',
    "a percentage is compared with {} that is no rate": "百分比与不是比率的{}比较",
    "compare with a rate, or with a share of an amount: `10% * income`": (
        "与比率比较，或与金额的一部分比较：`10% * income`"
    ),
    "beside a rate `{}` is {} %": "与比率比较，`{}` 就是 {} %",
    "expected {}, found a percentage": "这里须是{}，读到的是百分比",
    "write the number itself": "写出这个数本身",
    "a range or a list belongs after `in`": "区间或一组值写在 `in` 之后",
    "`{}` takes {}": "`{}` 须有{}",
    "`{}` takes {} argument": "`{}` 须有 {} 个参数",
    "`{}` takes {} arguments": "`{}` 须有 {} 个参数",
    "`{}` takes numbers, found {}": "`{}` 只用于数，读到的是{}",
    "a count stands alone in a comparison, or is added to a count": (
        "数目单独用于比较，或与另一个数目相加"
    ),
    "the result may need {} digits; {} stay exact": "结果可能要 {} 位，{} 位以内才精确",
    "compare with a simpler bound, or split the expression": "改用简单一些的界限，或拆开表达式",
    "`ratio` stands on one side of a comparison": "`ratio` 写在比较的一边",
    "`date` takes a quoted date": "`date` 里写带引号的日期",
    'write `date("2024-02-29")`': '写成 `date("2024-02-29")`',
    "{} has no order": "{}不分先后",
    "use `=`, `!=` or `in`": "用 `=`、`!=` 或 `in`",
    "{} is not compared whole": "{}不能整体比较",
    "use `includes`": "用 `includes`",
    "use `includes any of`": "用 `includes any of`",
    "a count is compared with a number by < <= > >=": "数目用 < <= > >= 与数比较",
    "another policy's result is compared with a fixed value": "其他制度的结果只能与固定的值比较",
    "another policy's result is compared with fixed values": "其他制度的结果只能与固定的值比较",
    "`ratio` takes two arguments": "`ratio` 须有两个参数",
    "the base of a ratio may not be negative, `{}` may": "比率的分母不能为负，而 `{}` 可以为负",
    "`in` takes a range, a list of values or a reference list": "`in` 之后写区间、一组值或名录",
    "a reference list holds texts, found {}": "名录里是文本，读到的是{}",
    "{} is not one value": "{}不是一个值",
    "`includes` takes a set of choices, found {}": "`includes` 只用于一组取值，读到的是{}",
    "`includes` takes fixed values": "`includes` 之后写固定的值",
    # --- lists
    "`{}` cannot be read inside a list": "清单里读不到 `{}`",
    "a condition inside a list reads the item's own fields, parameters and `as_of`": (
        "清单里的条件只读记录自己的各项、参数和 `as_of`"
    ),
    "an item of this list has no `{}`": "这个清单的记录没有 `{}`",
    "an item of a list is not a value": "清单的一条记录不是一个值",
    "name one of its fields: {}": "写出它的一项：{}",
    "a filtered list belongs in `count`, `sum`, `some` or `every`": (
        "筛选过的清单用在 `count`、`sum`、`some` 或 `every` 里"
    ),
    "`{}` takes `for x in LIST return …`": "`{}` 里写 `for x in 清单 return …`",
    "`{}` does not run over a history": "`{}` 不能用于逐月记录",
    "`{}` has too many arguments": "`{}` 的参数太多",
    "`some`, `every` and `count` run over a history": "逐月记录用 `some`、`every` 和 `count`",
    "`count` takes one list": "`count` 须有一个清单",
    "expected a list, found {}": "这里须是清单，读到的是{}",
    "a condition on a month compares its code with fixed values": (
        "对月份的条件只能拿它的代码与固定的值比较"
    ),
    "`{}` adds numbers, found {}": "`{}` 只能把数相加，读到的是{}",
    "`{}` takes numbers or dates, found {}": "`{}` 只用于数或日期，读到的是{}",
    "write `worst` or `best`": "写 `worst` 或 `best`",
    "`{}` takes values of a scale, found {}": "`{}` 只用于有序的取值，读到的是{}",
    "`{}` must say its value for an empty list": "`{}` 须写明清单为空时的值",
    "write it as a second argument": "写成第二个参数",
    # --- what FEEL has and this language has not
    "there is no division: write `ratio(a, b) <= t`": "没有除法：写 `ratio(a, b) <= t`",
    "there is no division": "没有除法",
    "there is no power": "没有乘方",
    'texts stand in double quotes: `"x"`': '文本写在双引号里：`"x"`',
    "write `{}`": "写 `{}`",
    "write one value": "写一个值",
    "functions cannot be defined": "不能定义函数",
    "values are typed before they run": "值的类型在运行之前就已确定",
    "a missing value is unknown: write `known x`": "没有的值就是未知：写 `known x`",
    "there are no contexts": "没有上下文",
    "texts are compared whole": "文本只能整体比较",
    "texts are compared whole; a set `includes` a value": "文本只能整体比较；一组取值用 `includes`",
    "the as-of day is `as_of`": "数据日期写 `as_of`",
    "values are not converted": "值不作转换",
    "numbers are exact and not rounded": "数是精确的，不作舍入",
    # --- the vocabulary
    "a part of a vocabulary": "词表的部分",
    "a part of an overlay": "覆盖层的部分",
    "said of an overlay": "覆盖层的说明",
    "known in `{}`": "`{}` 里可写的",
    "a property of a reference list": "名录的属性",
    "a property of a list": "清单的属性",
    "a property of a measure": "措施的属性",
    "a property of a related subject": "相关主体的属性",
    "a property of a fact": "事实的属性",
    "a property of a rule": "规则的属性",
    "a check": "校验方法",
    "somebody who can change a fact": "能改变事实的一方",
    "one of {}": "可选 {}",
    "an expression cannot hold escaped quotes": "表达式里不能有转义的引号",
    "write it as a block: `|` and the expression on the next line": "写成块：`|`，表达式写在下一行",
    "`{}` is not a kind": "`{}` 不是类型",
    "the kind is missing": "没有写类型",
    "no choice or scale `{}`": "没有取值 `{}`",
    "`{}` is a choice, not a scale": "`{}` 的取值不分先后，不能用 `scale`",
    "`{}` is a scale, not a choice": "`{}` 的取值分先后，不能用 `choice`",
    "a code of the history of `{}` is not one character": "`{}` 的逐月记录有代码不是一个字符",
    "`{}` lists names, each with its properties": "`{}` 逐个列出名称及其属性",
    "the scale `{}` does not say which end is better": "有序取值 `{}` 没有写哪一端更好",
    "write `best: first` or `best: last`": "写 `best: first` 或 `best: last`",
    "`{}` has {} values; 1 to {} are needed": "`{}` 有 {} 个取值，须有 1 至 {} 个",
    "`{}` stands within `{}`": "`{}` 写在了 `{}` 里面",
    "write it at the left margin": "写在行首",
    "if it is a name of its own, indent it as the names above": "若是另一个名称，缩进到与上面各名称一致",
    "the value has no `id`": "取值没有 `id`",
    "write `{id: CODE, zh: …, en: …}`": "写成 `{id: 代码, zh: …, en: …}`",
    "each value has its own `id`": "每个取值有自己的 `id`",
    "`{}` stands twice in `{}`": "`{}` 在 `{}` 里出现两次",
    "`{}` means both `{}` and `{}` in `{}`": "`{0}` 在 `{3}` 里既指 `{1}` 又指 `{2}`",
    "`{}` means both `{}` and `{}`": "`{}` 既指 `{}` 又指 `{}`",
    "a reference list holds texts": "名录里是文本",
    "both `{}` and `{}` are the key": "`{}` 和 `{}` 都是主键",
    "`{}` is neither `true` nor `false`": "`{}` 既不是 `true` 也不是 `false`",
    "`{}` is not an age such as `12 months`": "`{}` 不是 `12 months` 这样的期限",
    "`{}` is not a range such as `[0..120]`": "`{}` 不是 `[0..120]` 这样的区间",
    "a rule has an `id` and a `test`": "规则要有 `id` 和 `test`",
    "the rule `{}` is defined twice": "规则 `{}` 定义了两次",
    "`{}` cannot be a name in an expression": "`{}` 不能作表达式里的名称",
    "the policy `{}` decides on no scale": "制度 `{}` 不认定有序的结果",
    "`{}` is {} here and {} in `{}`": "`{0}` 在这里是 {1}，在 `{3}` 里是 {2}",
    # --- cases
    "a case is a mapping with `case`, `facts` and `expect`": "案例要写 `case`、`facts` 和 `expect`",
    "the case expects nothing: it would always hold": "案例没有预期：它总会成立",
    "add `expect: {status: …, result: …}`": "加上 `expect: {status: …, result: …}`",
    "the case has no name": "案例没有名称",
    "write `- case: NAME`": "写 `- case: 名称`",
    "two cases are called `{}`": "两个案例都叫 `{}`",
    "the file holds no case": "文件里没有案例",
    "no earlier case `{}` in this file": "本文件前面没有案例 `{}`",
    "a key of a case": "案例的键",
    "a key of `expect`": "`expect` 的键",
    "`{}` of a case is a mapping": "案例的 `{}` 写成 名称: 值",
    "no version `{}` is sound": "版本 `{}` 不能运行",
    "no fact `{}`": "没有事实 `{}`",
    "{}: expected {}, got {}": "{}：应为 {}，得到 {}",
    "{}: {} expected {}, got {}": "{}：{} 应为 {}，得到 {}",
    "{}: no clause {}": "{}：没有条款 {}",
    "{}: {} is true": "{}：{} 成立",
    "{}: {} is false": "{}：{} 不成立",
    "{}: {} is unknown": "{}：{} 未知",
    "nothing": "无",
    "limit: nothing limits {}": "limit：没有条款限制 {}",
    "quarantined: {}": "quarantined：{}",
    "quarantined: expected {}, got {}": "quarantined：应为 {}，得到 {}",
    "quarantined: expected, but the facts were accepted": "quarantined：应当隔离，而事实被接受",
    "only_misses: no criterion {}": "only_misses：没有认定条件 {}",
    "only_misses: {} is not false": "only_misses：{} 并非不成立",
    "only_misses: with {} met the decision stays {}": "only_misses：{} 成立时结论仍为 {}",
    # --- tables of customers
    "there is no file {}": "没有文件 {}",
    "there is no folder {}": "没有文件夹 {}",
    "{} is a folder, not a file": "{} 是文件夹，不是文件",
    "{} is empty": "{} 是空的",
    "{} is not UTF-8": "{} 不是 UTF-8",
    "{} {}; save it as UTF-8 or GB18030": "{} {}；请另存为 UTF-8 或 GB18030",
    "{} is not text, or is UTF-16: save it as UTF-8 or GB18030": (
        "{} 不是文本，或是 UTF-16：请另存为 UTF-8 或 GB18030"
    ),
    "{} has a password or is old: save it as `.xlsx` without one": (
        "{} 有密码或是旧格式：请去掉密码，另存为 `.xlsx`"
    ),
    "{}: no error in a cell can be told from an empty one in a `{}`: save it as `.xlsx`": (
        "{}：在 `{}` 里分不清出错的单元格和空单元格：请另存为 `.xlsx`"
    ),
    "{} holds {}: name it `{}`": "{} 里是{}：请把文件名改为 `{}` 结尾",
    "a workbook": "工作簿",
    "{} holds no workbook: if it is text, name it `.csv`": (
        "{} 里不是工作簿：若是文本，请把文件名改为 `.csv` 结尾"
    ),
    "is neither UTF-8 nor GB18030": "既不是 UTF-8 也不是 GB18030",
    "is not {}": "不是 {}",
    "there is no encoding `{}`; usual are utf-8 and gb18030": (
        "没有编码 `{}`；常用的是 utf-8 和 gb18030"
    ),
    "{}: can read .csv, .xlsx, .parquet and .jsonl, not `{}`": (
        "{}：能读 .csv、.xlsx、.parquet 和 .jsonl，不能读 `{}`"
    ),
    "{}: can write .csv, .xlsx and .parquet, .jsonl and .csv.gz, not `{}`": (
        "{}：能写 .csv、.xlsx、.parquet、.jsonl 和 .csv.gz，不能写 `{}`"
    ),
    "{}: compact records are bytes: write .parquet": "{}：紧凑记录是字节：请写 .parquet",
    "{}: the quarantine is written as .csv": "{}：隔离文件须为 .csv",
    "{} cannot hold the decisions and the quarantine": "{} 不能同时作结果和隔离文件",
    "{} is read by this run: write under another name": "{} 是本次要读的文件：请换一个输出文件名",
    "{} has no header in its first line": "{} 的第一行没有表头",
    "{}: the header cannot be read: {}": "{}：表头读不出：{}",
    "{}: columns {} and {} have the same header": "{}：第 {} 列和第 {} 列的表头相同",
    "{}: the header `{}` is given twice, in columns {} and {}": (
        "{}：表头 `{}` 出现两次，在第 {} 列和第 {} 列"
    ),
    "{} cannot be read as Excel: {}": "{} 不能按 Excel 读取：{}",
    "{} cannot be read as Parquet: {}": "{} 不能按 Parquet 读取：{}",
    "{} has no header {}": "{} {}没有表头",
    "below line {}": "第 {} 行以下",
    "{} has no visible sheet; hidden ones are {}": "{} 没有可见的工作表；隐藏的有 {}",
    "a workbook declares no document type: save it again with Excel": (
        "工作簿里不应有文档类型声明：请用 Excel 重新保存"
    ),
    "{} is not a whole gzip file: it is cut off or damaged": "{} 不是完整的压缩文件：被截断或已损坏",
    "{}: the sheets `{}` and `{}` are both the list {}: put their rows into one, or give a file with `--list {}=FILE`": (
        "{}：工作表“{}”和“{}”都是清单 {}：请并成一张，或用 `--list {}=文件` 给出"
    ),
    (
        "{}: the sheets `{}` and `{}` have the same header, and only one is read: put their rows into one sheet,"
        " or name the sheet of the table with --sheet"
    ): "{}：工作表“{}”和“{}”的表头相同，而只会读其中一张：请并成一张，或用 --sheet 写明客户表是哪一张",
    "{} has no sheet `{}`; it has {}": "{} 没有工作表 `{}`；有 {}",
    "{}: lines of JSON have no header: leave out --skip-lines, and `header` of the mapping": (
        "{}：逐行 JSON 没有表头：请去掉 --skip-lines 和对应文件里的 `header`"
    ),
    "{}: no line is a JSON object: write one whole object on each line": (
        "{}：没有一行是 JSON 对象：请每行写一个完整的对象"
    ),
    "the list `{}` stands in {}: leave out `--list {}=…`": (
        "清单 `{}` 已在 {} 里：请去掉 `--list {}=…`"
    ),
    "{}: the header is one column; if `{}` parts it, say --delimiter '{}'": (
        "{}：表头只有一列；如果分隔符是 `{}`，请加 --delimiter '{}'"
    ),
    "{} has a header and no rows": "{} 只有表头，没有数据行",
    "{}: the rows cannot be counted, for some lines are none: the first is line {}": (
        "{}：无法按行编号，有的行不是数据行，第一个是第 {} 行"
    ),
    "{} has no column `{}`": "{} 没有列 `{}`",
    "{} has no column `{}` or `{}`": "{} 没有列 `{}` 或 `{}`",
    "{}: `{}` and `{}` are both the fact {}": "{}：`{}` 和 `{}` 都是事实 {}",
    "the table cannot be mapped: there is no fact `{}`": "无法对应：没有事实 `{}`",
    "`{}` is a list, no column: give its file with `--list {}=FILE`": (
        "`{}` 是清单，不是一列：用 `--list {}=文件` 给出它的文件"
    ),
    "there is no list `{}`": "没有清单 `{}`",
    "the vocabulary of {} has no key fact": "{} 的词表没有主键事实",
    "the mapping {} cannot be read: {}": "对应文件 {} 读不出：{}",
    "the mapping {} is not UTF-8: save it as UTF-8": "对应文件 {} 不是 UTF-8：请另存为 UTF-8",
    "a mapping begins with `columns:`": "对应文件以 `columns:` 开头",
    "below `{}` each line is `NAME: VALUE`": "`{}` 之下每行写作 `名称: 值`",
    "below `values` each line is `CODE: WORD`": "`values` 之下每行写作 `代码: 词`",
    "one value stands here, not `{}`": "这里只能写一个值，不能是 `{}`",
    "the mapping gives `{}` the value `{}`: {}": "对应文件给 `{}` 的值 `{}`：{}",
    "a part of a mapping": "对应文件的部分",
    "a property of a column": "列的属性",
    "a property of a history": "逐月记录的属性",
    "`{}` is not the number of a line, the first being 1": "`{}` 不是行号；第一行是 1",
    "the key of a table without one is `row number`; any other key is a column": (
        "没有编号的表，主键写 `row number`；其他主键都是列"
    ),
    "`{}` is for {}, and `{}` is {}": "`{}` 只用于{}，而 `{}` 是{}",
    "`{}` is {}, no history": "`{}` 是{}，不是逐月记录",
    "numbers": "数",
    "rates": "比率",
    "dates": "日期",
    "one of `times`, `percent`, `format` and `days_before` is enough": (
        "`times`、`percent`、`format`、`days_before` 只写一个"
    ),
    "`{}` is not a number to multiply by, such as 12 or 10000": "`{}` 不是可乘的数，如 12 或 10000",
    "`percent` is `true` or is left out, not `{}`": "`percent` 写 `true` 或不写，不能写 `{}`",
    "`{}` is not a day such as 2018-12-31": "`{}` 不是日期，如 2018-12-31",
    "`{}` is not a month such as 2026-10": "`{}` 不是月份，如 2026-10",
    "`day` is `first` or `last`, beside the `format` of a month": (
        "`day` 写 `first` 或 `last`，只与月份的 `format` 同写"
    ),
    "`{}` is no part of a date here; there are {}": "`{}` 不是这里的日期部分；有 {}",
    "a date has one year `%Y` with its century, and one month": (
        "日期要有一个四位数的年份 `%Y` 和一个月份"
    ),
    "a month without a day needs a rule: `day: first` or `day: last`": (
        "只有月份没有日的，要写明取哪一天：`day: first` 或 `day: last`"
    ),
    "a column holds a `fact` or is the `date_of` some": (
        "列要写它是哪项事实（`fact`），或是哪些事实的日期（`date_of`）"
    ),
    "the mapping says that the header stands in line {}, and --skip-lines that it stands in line {}": (
        "对应文件写明表头在第 {} 行，而 --skip-lines 说它在第 {} 行"
    ),
    "`{}` is a history: say in a mapping which columns of its file are `key`, `month` and `status`": (
        "`{}` 是逐月记录：在对应文件里写明它的文件中哪几列是 `key`、`month`、`status`"
    ),
    "the mapping makes `{}` from rows: give their file with `--list {}=FILE`": (
        "对应文件从每月一行的文件取得 `{}`：用 `--list {}=文件` 给出这个文件"
    ),
    "a history has `months`, the columns from the newest month on,"
    " or the columns `key`, `month` and `status` of a file with a row for each month": (
        "逐月记录写 `months`（从最近一个月起的各列），"
        "或写每月一行的文件的 `key`、`month`、`status` 三列"
    ),
    "an Excel sheet holds {} rows with its header, and there are {}: write .csv or .parquet": (
        "Excel 工作表连表头最多 {} 行，而这里有 {} 行：请写 .csv 或 .parquet"
    ),
    "not enough memory or disk for this run: more memory with --memory, more disk where the output is": (
        "这一批的内存或磁盘不足：用 --memory 给出更多内存，或在结果所在处留出更多磁盘"
    ),
    "memory `{}`: {}": "内存 `{}`：{}",
    # --- a run inside a database
    "{} names no table: write it behind a `#`": "{} 没有写明是哪张表：写在 `#` 之后",
    "`{}` names no table: write SCHEMA.TABLE, or a query": "`{}` 不是表名：写 模式.表，或一条查询",
    "there is no table {}": "没有表 {}",
    "{}: the column `{}` is given twice: name them apart with AS": "{}：列 `{}` 出现两次：用 AS 分别命名",
    "is of type {}, which is no value of a fact": "的类型是 {}，不能作为事实的值",
    "{}: a table of a database has no row numbers: map the key": "{}：数据库的表没有行号：请对应编号列",
    "in a database a mapping says nothing of header lines, row numbers or rows of months:"
    " give a query that has a row for each subject": (
        "在数据库里，对应文件不写表头行、行号和每月一行的表：请给出每个主体一行的查询"
    ),
    "{} is not for a run inside a database: write into a file": "{} 不用于数据库内的批量认定：请写到文件",
    "decisions go into a table: name one, not a query": "认定结果写进一张表：请写表名，不是查询",
    "{}: no schema to write in: name one": "{}：没有可写的模式：请写明",
    "a run into {} stopped half-way, and since then {} changed: run again with --anew": (
        "写入 {} 的一批上次中断，此后 {} 有变：用 --anew 从头做起"
    ),
    "{} is there, and was not written by a run: name another table": (
        "{} 已经存在，而且不是批量认定写的：请另起表名"
    ),
    "another run writes {}: wait until it ends": "另一批正在写 {}：请等它结束",
    "PostgreSQL needs its driver: `pip install 'kefen[postgres]'`": (
        "PostgreSQL 需要驱动程序：`pip install 'kefen[postgres]'`"
    ),
    "{}: no room on the disk of the server": "{}：数据库服务器的磁盘已满",
    "a list in a database goes with subjects there: name their table": (
        "数据库里的清单要与数据库里的主体同用：请写主体的表"
    ),
    "a run is on files, or inside one database: source, lists and target are of one kind": (
        "批量认定或者用文件，或者在一个数据库内：来源、清单和结果要同一种"
    ),
    "source and target are two databases: a run is inside one": "来源和结果是两个数据库：批量认定只在一个库内",
    "cannot write in {}: {}": "在 {} 里写不进：{}",
    # --- what the system says of a file
    "No space left on device": "磁盘已满",
    "Disk quota exceeded": "磁盘配额已用完",
    "File too large": "文件过大",
    "Permission denied": "没有权限",
    "Operation not permitted": "不允许这样做",
    "Read-only file system": "文件系统只读",
    "No such file or directory": "没有这个文件或文件夹",
    "Is a directory": "是文件夹",
    "Not a directory": "不是文件夹",
    "File name too long": "文件名太长",
    "Input/output error": "读写出错",
    # --- stored decisions
    "no bundle in {} holds {} as it stood when this was decided": "{} 里没有作出这份结论时的 {}",
    "no set of reference lists {} is kept in {}": "没有保存参照名单 {}：{}",
    "no pack `{}` in the bundle {}": "没有制度包 `{}`：制度包组 {}",
    "the bundle {} was touched: its files are not those it is called by": "制度包组 {} 被改动过：文件与它的指纹不符",
    "the set of reference lists {} was touched": "参照名单 {} 被改动过",
    "two folders are called `{}`": "两个文件夹都叫 `{}`",
    "these are not the facts of this record": "这些不是这份记录的事实",
    "this is no packed record of a version that is known here": "这不是这里认识的紧凑记录",
    "this packed record is longer or shorter than it says": "这份紧凑记录的长度不对",
    "this packed record was touched": "这份紧凑记录被改动过",
    "this record was made by another policy, with other lists or for another audience": (
        "这份记录由另一份制度、另外的名单或为另外的受众作出"
    ),
    "{} and {} have different keys": "{} 和 {} 的主键不同",
    "until when decisions hold cannot be said: the list `{}` gives `{}`, which time changes; leave the column out": (
        "无法推算结论保持到哪天：清单 `{}` 给出了随时间变化的 `{}`；请去掉这一列"
    ),
    "a record of schema {} is not readable here": "格式为 {} 的记录这里读不出",
    "this is not a stored decision: {}": "这不是保存的结论：{}",
    "there is no audience {}": "没有受众 {}",
    "this record was touched: its facts, their dates, its day or audience are not those it was made of": (
        "这份记录被改动过：其中的事实、事实的日期、数据日期或受众不是当时认定所用的"
    ),
    "this decision was made for `{}` and `{}` may not see it: name the audience `{}` if you have the right to its facts": (
        "这份结论为受众 `{}` 而作，受众 `{}` 无权看；有权看其中事实的，指明受众 `{}`"
    ),
    "absent": "没有",
    "accepted": "接受",
    # --- the synthetic book
    "a book has 1 to {} customers, not {}": "虚构客户数为 1 至 {}，不能是 {}",
    "a seed is 0 or more, not {}": "种子为 0 或正整数，不能是 {}",
    "the share of dirty rows is 0 to 0.1, not {}": "有错的行所占比例为 0 至 0.1，不能是 {}",
    "a book is a folder, a .parquet or a .csv file, not `{}`": (
        "输出为文件夹、.parquet 或 .csv 文件，不能是 `{}`"
    ),
    "cannot write `{}`: {}": "写不进 `{}`：{}",
    "error {}: {}": "错误 {}：{}",
    # --- the command-line framework
    "No such command '{}'.": "没有命令 `{}`",
    "Missing command.": "没有写命令",
    "No such command '{}'. Did you mean {}?": "没有命令 `{}`；是不是 {}？",
    "Got unexpected extra argument(s) ({})": "多出参数 {}",
    "Got unexpected extra argument ({})": "多出参数 {}",
    "Got unexpected extra arguments ({})": "多出参数 {}",
    "Option '{}' requires an argument.": "选项 {} 要有值",
    "Option '{}' does not take a value.": "选项 {} 不带值",
    "Invalid value for '{}': {}": "{} 的值不对：{}",
    "'{}' is not a valid integer.": "`{}` 不是整数",
    # --- columns of Parquet
    "the column `{}` holds moments that are other days in China than in UTC, and no zone: write it as DATE": (
        "列 `{}` 是不带时区的时刻，按北京时间和按 UTC 不是同一天，说不清指哪一天：请按 DATE 写出"
    ),
    "the column `{}` holds bytes that are no text in UTF-8: write it as text (STRING, UTF8)": (
        "列 `{}` 是字节，不是 UTF-8 的文本：请按文本（STRING、UTF8）写出"
    ),
    "the column `{}` is stored as FLOAT, which keeps 7 digits, and has longer numbers: write it as DECIMAL or DOUBLE": (
        "列 `{}` 存为 FLOAT，只保留 7 位数字，而其中有更长的数：请按 DECIMAL 或 DOUBLE 写出"
    ),
    # --- hints after a message
    "did you mean `{}`?": "是不是 `{}`？",
    "is it `{}`?": "是不是 `{}`？",
    "line {} was taken as the header": "第 {} 行被当作表头",
    "line {} was taken as the header: `{}`": "第 {} 行被当作表头：`{}`",
    "line {} looks like it: --skip-lines {}": "第 {} 行像是表头：用 --skip-lines {}",
    "line {} looks like it: say `header: {}` in the mapping": "第 {} 行像是表头：在对应文件里写 `header: {}`",
    "line {} looks like it: take out the lines above it": "第 {} 行像是表头：请删去它上面的各行",
}

_GAP = re.compile(r"\{(\d*)\}")
_GAP_IN_CHINESE = re.compile(r"([\u4e00-\u9fff]?)\{(\d*)\}")
_HINT = re.compile(r"(.+); ((?:did you mean|is it) `[^`]*`\?|one of .+|line \d+ .+)", re.DOTALL)
_PLACE = re.compile(r"(.+?): (.+)", re.DOTALL)


def in_chinese(text: str) -> str:
    """A message in Chinese; as it is where it is no sentence of the library."""
    hinted = _HINT.fullmatch(text)
    if hinted is not None:
        return f"{in_chinese(hinted[1])}；{in_chinese(hinted[2])}"
    said = _said(text)
    if said is not None:
        return said
    placed = _PLACE.fullmatch(text)
    rest = in_chinese(placed[2]) if placed is not None else ""
    if placed is not None and rest != placed[2]:
        return f"{placed[1]}：{rest}"
    return _in_two(text) or text


def _in_two(text: str) -> str | None:
    """A sentence of the library and its help, each of which may have a semicolon of its own."""
    parts = text.split("; ")
    for place in range(1, len(parts)):
        said, help = _said("; ".join(parts[:place])), _said("; ".join(parts[place:]))
        if said is not None and help is not None:
            return f"{said}；{help}"
    return None


def _said(text: str) -> str | None:
    for pieces, chinese in _sentences():
        if not all(piece in text for piece in pieces):
            continue
        found = _pattern(pieces, "([^`]*|`)").fullmatch(text)
        found = found or _pattern(pieces, "(.*?)").fullmatch(text)
        if found is not None:
            gaps = zip(pieces, found.groups(), strict=False)
            return _filled(chinese, [g if p.endswith("`") else in_chinese(g) for p, g in gaps])
    return None


def _filled(chinese: str, gaps: list[str]) -> str:
    rest: Iterator[str] = iter(gaps)

    def fill(place: re.Match[str]) -> str:
        gap = gaps[int(place[2])] if place[2] else next(rest)
        return f"{place[1]} {gap}" if place[1] and gap.startswith("`") else place[1] + gap

    return _GAP_IN_CHINESE.sub(fill, chinese)


@cache
def _sentences() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each sentence by its pieces between the gaps, with its Chinese; the most definite first."""
    known = {**_reasons(), **SENTENCES}.items()
    definite = sorted(known, key=lambda pair: -len(_GAP.sub("", pair[0])))
    return tuple((tuple(english.split("{}")), chinese) for english, chinese in definite)


@cache
def _pattern(pieces: tuple[str, ...], word: str) -> re.Pattern[str]:
    """What matches a sentence whose gaps in backticks hold a ``word``."""
    gaps = [word if piece.endswith("`") else "(.+?)" for piece in pieces[:-1]]
    text = "".join(re.escape(piece) + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))
    return re.compile(text, re.DOTALL)


def _reasons() -> dict[str, str]:
    """Why a value was not accepted: the codes of the reader, with what they may add."""
    found: dict[str, str] = {}
    for key, words in PROBLEMS.items():
        code = key.removeprefix("problem ")
        chinese = words.zh.partition("；")[0]
        found[code] = chinese.replace("{near}", "").replace(" {detail} ", "")
        added = chinese.replace("{near}", "").replace("{detail}", "{}")
        found[f"{code} {{}}"] = added if "{}" in added else f"{added}（{{}}）"
    return found


__all__ = ["SENTENCES", "in_chinese"]
