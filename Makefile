# Everything runs in .venv, set up from requirements.lock on first use.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCENARIO ?= scenarios/focus_or_diversify.toml
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
NAME := $(basename $(notdir $(SCENARIO)))
RESULTS ?= results/$(NAME)

.DEFAULT_GOAL := help
.PHONY: help setup run batch plot compare claims report check explain schedule verify test lint bench reference clean

help: ## what there is to do
	@echo "Many Hats: focus or diversification in network marketing?"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  SCENARIO=scenarios/x.toml  RESULTS=results/x  WORKERS=2  ARGS=\"--seeds 10\""

$(READY): requirements.lock pyproject.toml
	@echo "[1/4] Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "[2/4] Packages, pinned in requirements.lock (a few minutes on a slow line)"
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -q -r requirements.lock
	@echo "[3/4] Many Hats itself"
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e . 2>/dev/null
	@echo "[4/4] One-time compilation of the rules (about a minute)"
	@$(BIN)/manyhats warm
	@touch $@

setup: $(READY) ## set everything up in .venv

run: $(READY) ## answer the question: scenarios/focus_or_diversify.toml
	@$(BIN)/manyhats batch $(SCENARIO) --out $(RESULTS) --workers $(WORKERS) $(ARGS)

batch: $(READY) ## run SCENARIO=scenarios/x.toml
	@$(BIN)/manyhats batch $(SCENARIO) --out $(RESULTS) --workers $(WORKERS) $(ARGS)

plot: $(READY) ## draw RESULTS=results/x again
	@$(BIN)/manyhats plot $(RESULTS) $(ARGS)

compare: $(READY) ## put RESULTS="results/a results/b" side by side
	@$(BIN)/manyhats compare $(RESULTS) $(ARGS)

claims: $(READY) ## put the article's claims to the test; ARGS="--quick" for a rehearsal
	@$(BIN)/manyhats claims --workers $(WORKERS) $(ARGS)

report: $(READY) ## write RESULTS=results/x into one HTML file
	@$(BIN)/manyhats report $(RESULTS) $(ARGS)

check: $(READY) ## read SCENARIO=scenarios/x.toml and say what is wrong with it
	@$(BIN)/manyhats check $(SCENARIO) $(ARGS)

explain: $(READY) ## every parameter with unit, bounds, meaning and source
	@$(BIN)/manyhats explain $(ARGS)

schedule: $(READY) ## the order of a day
	@$(BIN)/manyhats schedule

verify: $(READY) ## the model against mathematics, real events and published figures; ARGS=--short
	@$(BIN)/manyhats verify --workers $(WORKERS) $(ARGS)

test: $(READY) ## all tests
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: $(READY) ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(READY) ## speed and memory, as ratios (about ten minutes)
	@$(BIN)/python -m benchmarks $(ARGS)

reference: $(READY) ## renew the frozen reference run, after a change that is meant
	@$(BIN)/python -m tests.reference

clean: ## remove .venv, caches and build folders; results stay
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
