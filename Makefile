# The study's commands. `make help` lists them. Each one makes what it needs.
SHELL := /bin/sh
PYTHON ?= python3
WAVE ?= 2019
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LAB_READY := $(VENV)/.lab-ready
PEERS := .venv-bench
PEERS_READY := $(PEERS)/.ready
AUDIT := .venv-audit
AUDIT_READY := $(AUDIT)/.ready
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --custom-compile-command "make lock"
export UV_NO_CONFIG = 1

.DEFAULT_GOAL := help
.PHONY: help setup report why publish verify check test test-long fuzz lint docs bench audit-deps lab seal lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(READY)  ## make .venv with every dependency, as locked

$(READY): requirements.lock bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; this is `$(PYTHON) --version`. Say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@rm -f $@ $(LAB_READY)
	$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

report: $(READY)  ## build the report of a wave (WAVE=2019), or of all (WAVE=all); in English too: LANG_REPORT=en
	@$(BIN)/study report $(WAVE) $(LANG_REPORT:%=--lang-report %)

why: $(READY)  ## say what is stale in a wave's report, and why; nothing is run
	@$(BIN)/study why $(WAVE) $(LANG_REPORT:%=--lang-report %)

publish: $(READY)  ## freeze the report of a wave as an edition: reports/published/2019/
	@$(BIN)/study publish $(WAVE)

verify: $(READY)  ## build an edition again from its own sources, and compare it with today's (WAVE=all: every edition)
	@$(BIN)/study verify $(WAVE)

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

# Readers fuzzed by `make test-long`, each for FUZZ_SECONDS; what is found stays in .cache/fuzz/<reader>/found.
FUZZ_SECONDS ?= 60
FUZZ_READERS ?= study.yaml lever.yaml wave.yaml glossary outline frame evidence sources corrections claims csv xlsx ods xlsform lss limesurvey-tabs commentary

fuzz: $(AUDIT_READY)  ## fuzz every reader (FUZZ_READERS) for FUZZ_SECONDS each
	@set -e; for reader in $(FUZZ_READERS); do \
		mkdir -p .cache/fuzz/$$reader/found; echo "fuzz: $$reader"; \
		$(AUDIT)/bin/python tests/fuzz/targets.py $$reader -max_total_time=$(FUZZ_SECONDS) -max_len=6000 -timeout=60 -rss_limit_mb=3000 \
			-artifact_prefix=.cache/fuzz/$$reader/found/ .cache/fuzz/$$reader/corpus >.cache/fuzz/$$reader/log 2>&1 \
			|| { tail -40 .cache/fuzz/$$reader/log; exit 1; }; \
		grep -a "^Done" .cache/fuzz/$$reader/log; \
	done

test-long: fuzz  ## campaigns of hours: hostile files, examples, kills (docs/reliability.md); branches, mutants (docs/mutation.md)
	$(BIN)/python -m pytest -n auto --dist worksteal -m hypothesis --hypothesis-profile=campaign -o faulthandler_timeout=1800
	$(BIN)/python -m tests.faults.campaign
	$(AUDIT)/bin/python docs/audit/branches.py
	$(AUDIT)/bin/python docs/audit/mutation.py --sample 300
	$(AUDIT)/bin/python docs/audit/mutation_report.py

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test  ## format, lint, types, tests

seal: $(READY)  ## after editing data/raw: validate, list the changed rows, rewrite the checksums
	@$(BIN)/study seal

docs: $(READY)  ## renew the codebook, docs/codebook.md, from the questionnaire
	@$(BIN)/python -m study.provenance.codebook

bench: $(READY) $(PEERS_READY)  ## measure against other ways on an idle machine, and write docs/benchmarks.md
	@$(BIN)/study report 2025 >/dev/null
	STUDY_BENCH_BIN=$(CURDIR)/$(PEERS)/bin $(BIN)/python docs/bench/bench.py

$(PEERS_READY): $(READY) requirements-bench.lock
	@$(PYTHON) -m venv --clear $(PEERS)
	@$(BIN)/uv pip install --quiet --python $(PEERS)/bin/python --require-hashes -r requirements-bench.lock
	@touch $@

$(AUDIT_READY): $(READY) requirements-audit.lock
	@$(PYTHON) -m venv --clear $(AUDIT)
	@$(BIN)/uv pip install --quiet --python $(AUDIT)/bin/python --require-hashes -r requirements.lock -r requirements-audit.lock
	@$(BIN)/uv pip install --quiet --python $(AUDIT)/bin/python --no-deps --no-build-isolation -e .
	@touch $@

audit-deps: $(AUDIT_READY)  ## hold every lock against hashes and licences; write docs/dependencies.md, licences.csv, sbom.cdx.json
	@$(BIN)/python docs/audit/audit_deps.py $(AUDIT)/lib/python*/site-packages
	@$(AUDIT)/bin/python docs/audit/validate_sbom.py

lab: $(LAB_READY)  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks

$(LAB_READY): $(READY) requirements-lab.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-lab.lock
	@touch $@

lock: $(READY)  ## renew the lock files from pyproject.toml
	$(COMPILE) --extra dev pyproject.toml -o requirements.lock
	echo uv | $(COMPILE) - -o bootstrap.lock
	echo jupyter | $(COMPILE) --constraint requirements.lock - -o requirements-lab.lock
	printf 'polars\nsnakemake\n' | $(COMPILE) - -o requirements-bench.lock
	printf 'atheris<3.1\ncoverage\ncyclonedx-bom\nmutmut\n' | $(COMPILE) --constraint requirements.lock - -o requirements-audit.lock

clean:  ## delete everything that is generated, but not .venv
	rm -rf data/processed/* reports/[0-9]* .cache
