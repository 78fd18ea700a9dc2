# run    open a demo bank at http://127.0.0.1:8000 (make run PORT=8080)
# demo   build a synthetic book of 100,000 customers, classify it, show one decision of each status
# test   check, then every test: PARTS="library engines" runs these alone
# journeys  the journeys in a browser alone (what the part `browser` of `make test` runs)
# check  lint, format, types, import contracts
# bench  measure against peers
# agree  every pack on every engine, Spark too, where Java is
# migrations  write each app's one migration anew from its models (until the first release there is one)
# mutate plant faults in the engine for MINUTES, count those that a test notices
#
# Each builds .venv first. PYTHON chooses the interpreter that makes it: make test PYTHON=python3.12

PYTHON ?= python3
MINUTES ?= 30
PORT    ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --root-user-action=ignore
CODE   := src tests $(wildcard benchmarks examples tools)

.DEFAULT_GOAL := help
.PHONY: help run demo test journeys check bench agree migrations mutate clean

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

run: $(VENV)/.workbench
	@$(BIN)/kefen serve --demo --port $(PORT)

demo: $(VENV)/.base
	@$(BIN)/kefen demo

test: check $(VENV)/.spark
	@$(BIN)/python tools/test.py $(PARTS)

journeys: $(VENV)/.dev
	@$(BIN)/python tools/test.py browser

check: $(VENV)/.dev
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --quiet --check $(CODE)
	@$(BIN)/mypy --no-error-summary
	@PYTHONPATH=src $(BIN)/lint-imports --no-logo >$(VENV)/imports.log 2>&1 || { cat $(VENV)/imports.log; exit 1; }
	@echo "check: lint, format, types and imports hold"

bench: $(VENV)/.bench
	@$(BIN)/python benchmarks/run.py

agree: $(VENV)/.spark
	@KEFEN_ALL_ON_SPARK=1 $(BIN)/python -m pytest -q tests/agreement

migrations: $(VENV)/.dev
	@DJANGO_SETTINGS_MODULE=tests.workbench.settings PYTHONPATH=. $(BIN)/python -m django check
	@rm -f src/workbench/*/migrations/0*.py
	@DJANGO_SETTINGS_MODULE=tests.workbench.settings PYTHONPATH=. $(BIN)/python -m django makemigrations --no-header

mutate: $(VENV)/.mutate
	@nice -n 19 $(BIN)/python tools/mutate.py $(MINUTES)

clean:
	@rm -rf $(VENV) var mutants build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# One venv, six depths: each stamp says how much of the distribution is installed in it.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kefen needs Python 3.11 or newer: make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: pyproject.toml | $(VENV)/.made
	@$(PIP) -e .
	@touch $@

$(VENV)/.workbench: pyproject.toml | $(VENV)/.made
	@$(PIP) -e '.[workbench]'
	@touch $@ $(VENV)/.base

$(VENV)/.dev: pyproject.toml | $(VENV)/.made
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.base $(VENV)/.workbench

$(VENV)/.spark: $(VENV)/.dev
	@if command -v java >/dev/null; then $(PIP) -e '.[spark]'; fi
	@touch $@

$(VENV)/.bench: pyproject.toml | $(VENV)/.made
	@$(PIP) -e '.[dev,bench]'
	@touch $@ $(VENV)/.dev $(VENV)/.base

$(VENV)/.mutate: pyproject.toml | $(VENV)/.made
	@$(PIP) -e '.[dev,mutate]'
	@touch $@ $(VENV)/.dev $(VENV)/.base
