# Everything runs in .venv, set up from requirements.lock on first use with the newest Python that suits.
SUITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
# Where a Python may be: on the path, or among the versions that pyenv keeps.
find = $(shell for v in $(1); do for p in python$$v $$HOME/.pyenv/versions/$$v.*/bin/python; do \
	"$$p" -c '$(SUITS)' >/dev/null 2>&1 && "$$p" -c 'import sys; print(sys.executable)' && break; done; done)
PYTHON ?= $(firstword $(call find,3.13 3.12 3.11 3))
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready
SCENARIO ?= scenarios/focus_or_diversify.toml
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
NAME := $(basename $(notdir $(SCENARIO)))
RESULTS ?= results/$(NAME)
# Few of the modules are ever imported: to compile all of them would double the time. Those that are get compiled once,
# also where somebody's environment forbids it: else each of the many processes of a test run would do it again.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip install --disable-pip-version-check -q --no-compile

.DEFAULT_GOAL := help
.PHONY: help setup run batch plot compare claims report check explain schedule verify test view-test lint bench reference docs clean

help: ## what there is to do
	@echo "Many Hats: focus or diversification in network marketing?"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  SCENARIO=scenarios/x.toml  RESULTS=results/x  WORKERS=2  ARGS=\"--seeds 10\""

$(INSTALLED): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Many Hats needs Python 3.11, 3.12 or 3.13 with its modules venv and ensurepip, and none was found."; \
		echo "Install one, or name it: make setup PYTHON=/path/to/python3.12"; exit 2; fi
	@"$(PYTHON)" -c '$(SUITS)' 2>/dev/null || { \
		echo "$(PYTHON) does not suit: $$("$(PYTHON)" --version 2>&1 | head -n 1)."; \
		echo "Many Hats needs Python 3.11, 3.12 or 3.13 with its modules venv and ensurepip;"; \
		echo "name another with make setup PYTHON=..., or leave PYTHON out."; exit 2; }
	@echo "[1/4] Environment in $(VENV) with $$("$(PYTHON)" --version) ($(PYTHON))"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@echo "[2/4] Packages, pinned in requirements.lock (a few minutes on a slow line)"
	@$(PIP) --no-deps -r requirements.lock || { echo "The packages could not be installed; the reason stands above."; exit 2; }
	@echo "[3/4] Many Hats itself"
	@$(PIP) --no-deps --no-build-isolation -e . || { echo "The package could not be installed; see above."; exit 2; }
	@touch $@

$(READY): $(INSTALLED)
	@echo "[4/4] One-time compilation of the rules (a minute or two)"
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

explain: $(READY) ## what can be explained; ARGS=net_income, or any other name, explains it
	@$(BIN)/manyhats explain $(ARGS)

schedule: $(READY) ## the order of a day
	@$(BIN)/manyhats schedule

verify: $(READY) ## the model against mathematics, real events and published figures; ARGS="--short --data FOLDER"
	@$(BIN)/manyhats verify --workers $(WORKERS) $(ARGS)

test: $(INSTALLED) ## all tests, and the wheel on every other Python that is found
	@if [ -n "$(strip $(ARGS))" ]; then make -s $(READY) && $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS); \
	else $(BIN)/python -m tests.pythons $(call find,3.13 3.12 3.11) -- -n $(WORKERS) --dist worksteal; fi

view-test: $(READY) ## the window in Chromium, where Playwright and the extra view are installed
	@MANYHATS_VIEW=1 $(BIN)/python -m pytest -n0 tests/view $(ARGS)

lint: $(READY) ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(READY) ## speed and memory, as ratios (about ten minutes)
	@$(BIN)/python -m benchmarks $(ARGS)

reference: $(READY) ## renew the frozen reference run, after a change that is meant
	@$(BIN)/python -m tests.reference

$(VENV)/.docs: $(READY) docs/requirements.lock
	@$(PIP) --no-deps -r docs/requirements.lock || { echo "The packages could not be installed; the reason stands above."; exit 2; }
	@touch $@

docs: $(VENV)/.docs ## build the site in English and German in site/; ARGS="--quick" lives no world
	@$(BIN)/python -m docs.site $(ARGS)

clean: ## remove .venv, caches and build folders; results stay
	@rm -rf $(VENV) .venv-* build site dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
