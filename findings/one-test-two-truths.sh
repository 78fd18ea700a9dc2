#!/usr/bin/env bash
# Expected: "not more than 90 days past due" means the same in a cell of a decision table and as an expression.
# Happens:  for a missing value the expression not(dpd > 90) is null, as FEEL has it; the cell not(> 90) is true.
# Seen:     feelin 8.2.0 on 2026-11-30.
# Matters:  moving a condition from a clause into a table admits everybody whose days past due are not known. In Kefen cells and expressions are
#           one language with one table of operators, and both are unknown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . feelin@8.2.0 >/dev/null
cat > try.mjs <<'SCRIPT'
import assert from "node:assert";
import { evaluate, unaryTest } from "feelin";

const said = evaluate("not(dpd > 90)", { dpd: null }).value;
const cell = unaryTest("not(> 90)", { "?": null }).value;
console.log("expression:", said, " cell:", cell);
assert.deepStrictEqual([said, cell], [null, true], "both say the same now");
SCRIPT
node try.mjs
