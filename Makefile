# Two commands matter: `make run` and `make test`. Both set up everything they need; a second call repeats none of it.
# The set-up itself is in .ci/setup. Where packages come from is pip's and uv's own configuration, not this file's.

PYTHON_ORIGIN := $(origin PYTHON)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Three files of tests at a time on two cores: many of them wait for a server, a browser or Airflow. In their order, since by
# number of tests the file that waits for Airflow comes last and nothing is left to be done beside it.
BOTH_CORES := -n 3 --dist loadfile --no-loadscope-reorder
# The tests start hundreds of processes: where Python may keep what it compiled, each of them begins sooner.
export PYTHONDONTWRITEBYTECODE :=
INSTALLER := uv==0.13.9
export PYTHON PYTHON_ORIGIN VENV

.DEFAULT_GOAL := help
.PHONY: help run test test-all bench faults soak check source setup browser lock clean

help: ## lists these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: setup ## sets up what is missing, then starts everything: wall, pages, Airflow and the sandbox
	@$(BIN)/ioc up

test: setup browser ## sets up what is missing, then runs the tests (not the slow ones)
	$(BIN)/pytest $(BOTH_CORES)

test-all: setup browser ## runs every test, the slow ones and the benchmarks too, but for the soak
	$(BIN)/pytest $(BOTH_CORES) -m "not bench and not soak"
	$(BIN)/pytest -s -m bench

bench: setup ## prints what a night costs at full scale, beside the goals
	@$(BIN)/pytest -q -s -m bench tests/bench

faults: setup browser ## kills at 200 instants, cuts walls off 100 times, mixes the sources' faults, fills the disk
	@$(BIN)/pytest -q -rP $(BOTH_CORES) -m faults

soak: setup browser ## a refresh each second on a wall for two hours (IOC_SOAK_SECONDS: other), figures into docs/soak.md
	@$(BIN)/pytest -q -s -m soak tests/soak

check: setup ## style, types, layers, sizes, containers: what must hold before a change is merged
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/architecture
	@$(BIN)/python -m tests.architecture.sizes

source: setup ## writes the folder of a new source: make source NAME=land_records [KIND=http, database or files]
	@$(BIN)/python -m connectors.kit.skeleton "$(NAME)" "$(KIND)"

setup: ## makes .venv with everything in it
	@.ci/setup check
	@flock Makefile $(MAKE) --silent --no-print-directory $(READY)

$(READY): requirements.lock requirements-setup.lock pyproject.toml
	@.ci/setup install

browser: ## finds a Chromium for the screen tests, or installs Debian's
	@.ci/setup browser

lock: setup ## resolves the newest allowed versions into the two lock files
	$(BIN)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --all-extras --quiet --output-file requirements.lock
	echo "$(INSTALLER)" | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --quiet --output-file requirements-setup.lock

clean: ## removes what the tools left behind; .venv, data/ and the key file stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis ioc.egg-info build
	find . -path ./$(VENV) -prune -o -path ./data -prune -o -name __pycache__ -type d -exec rm -rf {} +
