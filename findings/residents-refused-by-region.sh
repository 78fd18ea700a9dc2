#!/usr/bin/env bash
# Expected: a resident number with a right date and check digit of a region that exists is accepted.
# Happens:  python-stdnum refuses whoever is older than the code of his region: residents of Hong Kong (810000) and Macao (820000), who have had
#           residence permits with such numbers since 2018, and of districts renamed since (330112, Lin'an in Hangzhou, 2017). Taiwan (830000) is in no
#           table at all, and for Linping (330113, 2021) is_valid, which should answer yes or no, raises KeyError.
# Seen:     python-stdnum 2.2 on 2026-11-30, module cn.ric. The numbers below are of people born in 1890: nobody's.
# Matters:  good customers are set aside for where they live, or a nightly run stops at one of them. Kefen looks up no region: date and
#           check digit are what a number proves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore python-stdnum==2.2
venv/bin/python - <<'PYTHON'
from stdnum.cn import ric

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
REGIONS = {"Beijing": "110105", "Hong Kong": "810000", "Macao": "820000", "Taiwan": "830000", "Lin'an": "330112", "Linping": "330113"}


def answer(region):
    base = f"{region}18900307001"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(base, WEIGHTS)) % 11]
    try:
        return ric.is_valid(base + check)
    except KeyError:
        return "KeyError"


found = {name: answer(region) for name, region in REGIONS.items()}
print(found)
assert found.pop("Beijing") is True and True not in found.values(), "one of the regions is accepted now"
PYTHON
