#!/usr/bin/env bash
# Expected: [22-60], typed for the interval [22..60], is refused: it is what people write first.
# Happens:  it is valid FEEL, a list of one number, 22 - 60 = -38; [22,60] is a list of two. "age in [22-60]" is false for every age of
#           a customer, and nobody says so.
# Seen:     feelin 8.2.0, zen-engine 2.1.3, on 2026-11-30.
# Matters:  a condition of a class that never holds sends everybody to the next one. Kefen refuses a list of numbers where an interval
#           is meant and shows the right form.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . feelin@8.2.0 >/dev/null
cat > try.mjs <<'SCRIPT'
import assert from "node:assert";
import { evaluate } from "feelin";

for (const text of ["age in [22-60]", "age in [22,60]", "age in [22..60]"]) {
  const { value, warnings } = evaluate(text, { age: 30 });
  console.log("feelin:", text, value, warnings);
  assert.deepStrictEqual([value, warnings.length], [text.includes(".."), 0], "feelin refuses it now");
}
SCRIPT
node try.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore zen-engine==2.1.3
venv/bin/python - <<'PYTHON'
import zen

found = {text: zen.evaluate_expression(f"age in {text}", {"age": 30}) for text in ("[22-60]", "[22,60]", "[22..60]")}
print("zen-engine:", found)
assert list(found.values()) == [False, False, True], "zen-engine refuses it now"
PYTHON
