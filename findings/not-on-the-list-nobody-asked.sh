#!/usr/bin/env bash
# Expected: "status not in (written off, suspended)" does not hold for a customer whose status is missing.
# Happens:  three engines of three makers say that it does: what is missing is on no list, hence not on this one.
# Seen:     zen-engine 2.1.3 (Python), rule-engine 5.1.0 (Python, default_value=None), json-rules-engine 7.3.1 (Node, allowUndefinedFacts), on 2026-11-30.
# Matters:  bans and exclusions are written as "not in". The gap in the data grants the class. In Kefen it is unknown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . json-rules-engine@7.3.1 >/dev/null
cat > try.mjs <<'SCRIPT'
import assert from "node:assert";
import { Engine } from "json-rules-engine";

const engine = new Engine([], { allowUndefinedFacts: true });
engine.addRule({
  conditions: { all: [{ fact: "status", operator: "notIn", value: ["written off", "suspended"] }] },
  event: { type: "admitted" },
});
const { events } = await engine.run({});
console.log("json-rules-engine:", events.map((event) => event.type));
assert.equal(events.length, 1, "a missing fact is no longer on no list");
SCRIPT
node try.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore zen-engine==2.1.3 rule-engine==5.1.0
venv/bin/python - <<'PYTHON'
import rule_engine
import zen

TEXT = 'status not in ["written off", "suspended"]'
by_zen = zen.evaluate_expression(TEXT, {})
by_rule_engine = rule_engine.Rule(TEXT, context=rule_engine.Context(default_value=None)).matches({})
print("zen-engine:", by_zen, " rule-engine:", by_rule_engine)
assert by_zen is True and by_rule_engine is True, "a missing fact is no longer on no list"
PYTHON
