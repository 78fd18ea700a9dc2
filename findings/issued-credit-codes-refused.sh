#!/usr/bin/env bash
# Expected: python-stdnum accepts every unified social credit code that is issued and whose check character is right.
# Happens:  it refuses those that begin with N (rural collective economic organisations, registered by the agriculture departments) and Y (others).
# Seen:     python-stdnum 2.2 on 2026-11-30, module cn.uscc. The codes below are made up; only their check characters are right.
# Matters:  a village cooperative as employer or guarantor is set aside as a typing error. Kefen checks alphabet, length and check character (GB 32100-2015).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore python-stdnum==2.2
venv/bin/python - <<'PYTHON'
from stdnum.cn import uscc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check(base):
    total = sum(ALPHABET.index(letter) * 3**place for place, letter in enumerate(base))
    return base + ALPHABET[-total % 31]


found = {base[0]: uscc.is_valid(with_check(base)) for base in (f"{first}1330100MA0000000"[:17] for first in "159NY")}
print("accepted by the first character:", found)
assert found == {"1": True, "5": True, "9": True, "N": False, "Y": False}, "N or Y are accepted now"
PYTHON
