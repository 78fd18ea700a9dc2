"""What is said of decisions: outcomes, reasons, what is missing, what would lift them."""

from __future__ import annotations

from kefen.values import Words

EXPLANATIONS: dict[str, Words] = {
    # --- outcomes -------------------------------------------------------------------------
    "decided": Words("{scale}：{result}", "{scale}: {result}"),
    "provisional better": Words(
        "{scale}：暂定{result}，证据补齐后可能更好", "{scale}: {result} for now, may become better"
    ),
    "provisional worse": Words(
        "{scale}：暂定{result}，证据补齐后可能更差", "{scale}: {result} for now, may become worse"
    ),
    "undetermined": Words(
        "{scale}：无法认定，所需证据不足", "{scale}: cannot be decided, evidence is missing"
    ),
    "undetermined by the text": Words(
        "{scale}：无法认定，制度没有规定这一情形",
        "{scale}: cannot be decided, the policy has no rule for this case",
    ),
    "refused": Words("{scale}：{result}", "{scale}: {result}"),
    "on visible": Words("{told}（按可见事实）", "{told} (on the visible facts)"),
    "visible": Words("按可见事实", "on the visible facts"),
    "all": Words("按全部事实", "on all facts"),
    "no class": Words("不予分类", "no class"),
    "admitted": Words("准入", "admitted"),
    "not admitted": Words("不予准入", "not admitted"),
    "possible": Words("可能的结果：{items}", "Possible: {items}"),
    "proposed": Words(
        "建议（不能确定的从低，{place}）：{result}；这是建议，不是认定结论",
        "Proposed (in doubt the lower, {place}): {result}; a proposal, not a decision",
    ),
    "score": Words("得分：{low}", "Score: {low}"),
    "score range": Words("得分：{low} 至 {high}", "Score: {low} to {high}"),
    "score short": Words(
        "得分至多 {high}，须达到 {needed}", "score at most {high}, needed {needed}"
    ),
    "score open": Words(
        "得分 {low} 至 {high}，须达到 {needed}", "score {low} to {high}, needed {needed}"
    ),
    "but for": Words("若无此项，可为{result}", "but for this it would be {result}"),
    "as of": Words("数据日期：{day}", "As of {day}"),
    # --- headings -------------------------------------------------------------------------
    "decisive": Words("决定性条款", "Decisive clause"),
    "lacking": Words("未达到：", "not met: "),
    "why": Words("理由", "Why"),
    "why not": Words("为何不是{result}", "Why not {result}"),
    "still possible": Words("仍有可能为{result}，待查", "{result} is still possible, open"),
    "bans above": Words("上列禁止事项", "the bans above"),
    "bans": Words("禁止事项", "Bans"),
    "adjustments": Words("等级调整", "Adjustments"),
    "bounds": Words("下限与上限", "Floors and ceilings"),
    "points": Words("评分", "Points"),
    "factor": Words("{label} {low} 分（最多 {most} 分）", "{label}: {low} of {most} points"),
    "factor open": Words(
        "{label} {low} 至 {high} 分（最多 {most} 分）", "{label}: {low} to {high} of {most} points"
    ),
    "points sum": Words("合计 {low} 分（最多 {most} 分）", "sum: {low} of {most} points"),
    "points sum open": Words(
        "合计 {low} 至 {high} 分（最多 {most} 分）", "sum: {low} to {high} of {most} points"
    ),
    "missing": Words("缺少的证据", "Missing"),
    "next fact": Words("下一步最宜取得", "To get next"),
    "gaps": Words("制度没有规定的情形", "Gaps of the policy"),
    "assumptions": Words("结论依据的假设", "Assumptions it rests on"),
    "stale months": Words(
        "{label}：{day}的，可用 {number} 个月", "{label}: of {day}, good for {number} months"
    ),
    "stale days": Words(
        "{label}：{day}的，可用 {number} 天", "{label}: of {day}, good for {number} days"
    ),
    "stale": Words("已过期、按未知处理的证据", "Too old, treated as unknown"),
    "supplied": Words("直接给出、未经推导的数值", "Given, not worked out"),
    "values": Words("数值", "Values"),
    "measures": Words("管理措施", "Measures"),
    "bring": Words("补充证据", "Bring"),
    "change": Words("可以改变", "Change"),
    "wait": Words("等待", "Wait"),
    "holds": Words("仅因时间经过的变化", "How long it holds"),
    # --- how parts are joined -------------------------------------------------------------
    "other instrument": Words("《{title}》{place}", "{title}, {place}"),
    "reason": Words("{place} {title}：{text}", "{place} {title}: {text}"),
    "none of": Words(
        "{count} 项均不具备，最接近的是：", "none of the {count} items is met; nearest:"
    ),
    "none of these": Words("{items}均不具备", "none of these is met: {items}"),
    "open of these": Words("{items}均未证明", "none of these is proven: {items}"),
    "open among": Words(
        "{count} 项中尚未证明有一项具备，待查：", "none of the {count} items is proven; open:"
    ),
    "fewer than": Words(
        "须具备 {count} 项中的 {number} 项：", "{number} of the {count} items are needed:"
    ),
    "any of": Words("具备其一即可：", "any of these will do:"),
    "all of": Words("须同时具备：", "all of these are needed:"),
    "or else": Words("，或", ", or "),
    "must not hold": Words("不应符合", "must not be met"),
    "fails": Words("不符合，{text}", "not met: {text}"),
    "contrary met": Words("不符合，这一条件即成立", "not met, and so the condition holds"),
    "contrary not met": Words("符合，这一条件即不成立", "met, and so the condition fails"),
    "contrary unknown": Words("是否符合不明", "not known whether it is met"),
    "not applicable": Words("不适用，{text}", "does not apply: {text}"),
    "third party true": Words("涉及{who}的一项条件成立", "a condition of {who} holds"),
    "third party false": Words("涉及{who}的一项条件不成立", "a condition of {who} does not hold"),
    "third party unknown": Words("涉及{who}的一项条件不明", "a condition of {who} is not settled"),
    "third party fact": Words("涉及{who}的一项事实", "a fact of {who}"),
    "third party changed": Words("涉及{who}的一项事实有变化", "a fact of {who} changed"),
    "by rules": Words("按本行有关规定认定", "by the bank's own rules"),
    "always": Words("无条件", "always"),
    # --- one comparison: subject, then what is asked or found -----------------------------
    "fact number": Words("{subject} {value}", "{subject} {value}"),
    "fact word": Words("{subject}为{value}", "{subject}: {value}"),
    "fact flag": Words("{subject}：{value}", "{subject}: {value}"),
    "fact unknown": Words("{subject}未知", "{subject} unknown"),
    "fact stale": Words("{subject}过期（{day}的）", "{subject} too old (of {day})"),
    "fact open": Words("{subject}可能为{value}", "{subject} may be {value}"),
    "and asked": Words("{fact}，{asked}", "{fact}, {asked}"),
    "whether": Words("是否{asked}不明", "not known whether it is {asked}"),
    "not loaded": Words("{name}未加载或已过期", "{name} is not loaded or too old"),
    "no value": Words("{name}（未设定）", "{name} (not set)"),
    "worked out": Words("{name}（{value}）", "{name} ({value})"),
    # --- what is asked ("must") and what is found ("is") ----------------------------------
    "must": Words("应{stem}", "must be {stem}"),
    "must not": Words("不应{stem}", "must not be {stem}"),
    "must verb": Words("应{stem}", "must {stem}"),
    "must not verb": Words("不应{stem}", "must not {stem}"),
    "other than": Words("{items}以外的状态", "something other than {items}"),
    "run": Words("{first}至{last}各种状态", "anything from {first} to {last}"),
    "flag": Words("为{value}", "{value}"),
    "test": Words("{subject}{stem}", "{subject} {stem}"),
    "filtered": Words("{what}的{source}", "{source} with {what}"),
    "grouped": Words("（{text}）", "({text})"),
    "led list": Words("{lead}：{items}", "{lead}: {items}"),
    "when": Words("{x}的", "if {x}"),
    "else": Words("否则", "otherwise"),
    "if then": Words("{condition}，{then}", "{condition}, {then}"),
    "not met": Words("不符合：{clause}", "not met: {clause}"),
    "never": Words("永不", "never"),
    "assumed on": Words("采用假设“{x}”", "the assumption “{x}” is made"),
    "assumed off": Words("不采用假设“{x}”", "the assumption “{x}” is not made"),
    "one or other": Words("{one}或{other}", "{one} or {other}"),
    "the item": Words("其值", "its value"),
    "assumed": Words("假设“{title}”：{side}", "assumption “{title}”: {side}"),
    # --- expressions ----------------------------------------------------------------------
    "items by result": Words("逐笔{label}：{counts}", "{label} of each: {counts}"),
    "items of result": Words("{result} {count} 笔", "{count} {result}"),
    "as_of": Words("数据日期", "the as-of day"),
    # --- values ---------------------------------------------------------------------------
    "yes": Words("是", "yes"),
    "nay": Words("否", "no"),
    "unknown": Words("未知", "unknown"),
    "none of a set": Words("无", "none"),
    "yuan": Words("元", "yuan"),
    "date": Words("{y}年{m}月{d}日", "{iso}"),
    "range": Words("{low} 至 {high}", "{low} to {high}"),
    "at least so many": Words("至少 {low}", "at least {low}"),
    "records": Words("{count} 条", "{count} records"),
    # --- what to do -----------------------------------------------------------------------
    "missing fact": Words("{label}", "{label}"),
    "missing fact from": Words("{label}（{source}）", "{label} ({source})"),
    "gap": Words(
        "{place}的表没有适用于此的一行，{label}按条文未知",
        "the table of {place} has no row for this: {label} is unknown by the text",
    ),
    "missing parameter": Words("参数“{label}”未设定", "the parameter “{label}” is not set"),
    "missing list": Words("名录“{label}”未加载或已过期", "the list “{label}” is not loaded"),
    "need": Words("{subject}{source}如{stem}", "{subject}{source}, if {stem}"),
    "need none": Words(
        "{subject}{source}如经查没有{stem}", "{subject}{source}, if there are none{stem}"
    ),
    "need months": Words(
        "{subject}{source}如未知的各月全部为{stem}（各月相同）",
        "{subject}{source}, if all unknown months are alike and are {stem}",
    ),
    "need by": Words(
        "{subject}{source}如能证明{what}{stem}", "{subject}{source}, if it proves {what} {stem}"
    ),
    "need change": Words("{subject}现为{old}，如{stem}", "{subject}, now {old}, if {stem}"),
    "in brackets": Words("（{text}）", " ({text})"),
    "proposal": Words("{needs}，则为{outcome}", "{needs}: then {outcome}"),
    "then": Words("，且", ", and "),
    "wait until": Words("{day}起：为{outcome}", "from {day}: {outcome}"),
    "wait for": Words("{day}起，{text}：为{outcome}", "from {day}, {text}: {outcome}"),
    "outcome decided": Words("{result}", "{result}"),
    "outcome provisional": Words("暂定{result}", "{result} for now"),
    "outcome undetermined": Words("无法认定（可能：{items}）", "undecided (possible: {items})"),
    # --- time -----------------------------------------------------------------------------
    "holds until": Words(
        "到{day}，仅因时间经过，结论变为：{outcome}", "on {day} time alone makes it: {outcome}"
    ),
    "holds until third party": Words(
        "仅因时间经过，涉及{who}的一项条件会使结论改变",
        "time alone turns a condition of {who}, and with it the result",
    ),
    "holds to end": Words("到{day}本版制度失效", "on {day} this version of the policy ends"),
    "holds forever": Words("不因时间经过而改变", "time alone does not change it"),
    "not followed": Words(
        "{label}是直接给出的，无法随时间推算", "{label} was given and cannot be followed in time"
    ),
    # --- assumptions and sides ------------------------------------------------------------
    "assumption": Words(
        "{title}——{switch}：{side}（理由：{because}）", "{title} — {switch}: {side} ({because})"
    ),
    # --- values shown with the decision ---------------------------------------------------
    "value": Words("{label}：{value}", "{label}: {value}"),
    "value open": Words("{label}：可能为{value}", "{label}: may be {value}"),
    # --- measures -------------------------------------------------------------------------
    "allow granted": Words("准予：{label}", "allowed: {label}"),
    "allow denied": Words("不准予：{label}", "not allowed: {label}"),
    "allow open": Words("尚不能准予：{label}", "not yet allowed: {label}"),
    "require granted": Words("要求：{label}", "required: {label}"),
    "require open": Words(
        "要求（条件待查，从严适用）：{label}", "required until disproved: {label}"
    ),
    "require denied": Words("不要求：{label}", "not required: {label}"),
    "forbid granted": Words("禁止：{label}", "forbidden: {label}"),
    "forbid open": Words(
        "禁止（条件待查，从严适用）：{label}", "forbidden until disproved: {label}"
    ),
    "forbid denied": Words("不禁止：{label}", "not forbidden: {label}"),
    "do granted": Words("应办：{label}", "to do: {label}"),
    "do open": Words("待定：{label}", "open: {label}"),
    "do denied": Words("不须办：{label}", "not to do: {label}"),
    "limit granted": Words("限额：{label}{bound}", "limit: {label} {bound}"),
    "limit open": Words(
        "限额（条件待查，从严适用）：{label}{bound}", "limit until disproved: {label} {bound}"
    ),
    "limit denied": Words("限额不适用：{label}{bound}", "limit does not apply: {label} {bound}"),
    "limit third party": Words(
        "限额：{label}的限额取决于涉及{who}的一项条件", "limit: {label}, by a condition of {who}"
    ),
    "limit third party denied": Words(
        "限额不适用：{label}，取决于涉及{who}的一项条件",
        "limit does not apply: {label}, by a condition of {who}",
    ),
    "looser limit": Words("另有较宽的", "also, looser: "),
    "perhaps tighter": Words("另有可能更紧的", "also, perhaps tighter: "),
    "limit unknown": Words("限额：{label}的限额不明", "limit: that of {label} is not known"),
    # --- states, marked -------------------------------------------------------------------
    "state true": Words("√", "+"),
    "state false": Words("×", "-"),
    "state unknown": Words("？", "?"),
    # --- two decisions --------------------------------------------------------------------
    "result changed": Words("结论由“{old}”变为“{new}”", "the outcome went from “{old}” to “{new}”"),
    "result same": Words("结论不变：{new}", "the outcome stays: {new}"),
    "fact changed": Words("{label}：{old} → {new}", "{label}: {old} → {new}"),
    "criterion changed": Words("{clause}：{old} → {new}", "{clause}: {old} → {new}"),
    "holds true": Words("符合", "met"),
    "holds false": Words("不符合", "not met"),
    "holds unknown": Words("不明", "unknown"),
    "parameter changed": Words(
        "参数“{label}”：{old} → {new}", "parameter “{label}”: {old} → {new}"
    ),
    "switch changed": Words("假设“{label}”：{old} → {new}", "assumption “{label}”: {old} → {new}"),
    "day changed": Words("数据日期：{old} → {new}", "as-of day: {old} → {new}"),
    "version changed": Words("制度版本：{old} → {new}", "policy version: {old} → {new}"),
    "on": Words("采用", "on"),
    "off": Words("不采用", "off"),
    # --- punctuation ----------------------------------------------------------------------
    "list comma": Words("、", ", "),
    "sentence comma": Words("；", "; "),
    "value refused": Words("{label}“{value}”：{why}", "{label} “{value}”: {why}"),
    "colon": Words("：", ": "),
}
