#!/usr/bin/env bash
# Expected: a rule "days past due < 1" does not hold for a customer whose days past due nobody knows.
# Happens:  JsonLogic takes a missing fact for null and compares as JavaScript does, where null is 0: the rule holds. An empty text is 0 as well.
# Seen:     json-logic-js 2.0.5 on 2026-11-30.
# Matters:  the customer of whom the bank knows nothing is in the best category. In Kefen missing is unknown, and so is the rule.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . json-logic-js@2.0.5 >/dev/null
cat > try.mjs <<'SCRIPT'
import assert from "node:assert";
import logic from "json-logic-js";

const current = { "<": [{ var: "days_past_due" }, 1] };
const found = [{}, { days_past_due: null }, { days_past_due: "" }].map((facts) => logic.apply(current, facts));
console.log("missing, null, empty:", ...found);
assert.deepStrictEqual(found, [true, true, true], "a missing fact is no longer zero");
SCRIPT
node try.mjs
