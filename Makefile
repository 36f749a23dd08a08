# Every target sets up .venv by itself. Works with GNU make under Linux, macOS and Git Bash on Windows.
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

SHELL := /bin/sh
PACKAGES := forms build extract register halfterm tests bench
PYTEST := $(BIN)/python -m pytest
# Half of a run waits for LibreOffice, Java and node, so workers pay even on two cores.
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help install demo test lint check format doc-pages bench recall soak import-soak tools lock clean

help:
	@echo "make install   set up .venv; the command is then $(BIN)/halfterm"
	@echo "make demo      play two half terms of an invented trust into demo/"
	@echo "make test      run the tests"
	@echo "make lint      formatting, lint, strict types, import contracts"
	@echo "make check     lint, then test"
	@echo "make format    format the code"
	@echo "make doc-pages  make anew the schemas, and what docs/ shows of forms, sheets and checks"
	@echo "make bench     measure fill, make and read against other libraries"
	@echo "make recall    send filled in forms through every way back, and count what is read right"
	@echo "make soak      run the property tests with many more examples"
	@echo "make import-soak  kill, crowd and starve imports; take ten thousand returns in"
	@echo "make tools     fetch what the tests use beside Python: npm packages, the PDF/UA checker"
	@echo "make lock      write uv.lock and requirements/ anew (needs uv)"
	@echo "make clean     remove .venv, caches and what was built"

# The first Python that starts and is new enough; PYTHON=... chooses one.
define set_up
	@found=; old=; \
	for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python py; do \
	  [ -n "$$python" ] || continue; \
	  version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || version=; \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	  if [ -n "$$version" ] && [ -z "$$old" ]; then old="$$python is Python $$version"; fi; \
	  if [ "$$python" = "$(PYTHON)" ]; then old=$${old:-"$$python does not start"}; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "halfterm needs Python 3.11 or newer ($${old:-no Python was found}); install one, or name it: make PYTHON=/path/to/python3.11" >&2; \
	  exit 1; \
	fi; \
	"$$found" .ci/environment.py $(1)
	@touch $@
endef

.venv/.run: pyproject.toml uv.lock requirements/run.txt .ci/environment.py
	$(call set_up,run)

.venv/.dev: pyproject.toml uv.lock requirements/dev.txt .ci/environment.py
	$(call set_up,dev)
	@touch .venv/.run

.venv/.bench: pyproject.toml uv.lock requirements/bench.txt .ci/environment.py
	$(call set_up,bench)
	@touch .venv/.run .venv/.dev

install: .venv/.run

demo: .venv/.run
	$(BIN)/halfterm demo demo/

test: .venv/.dev
	$(PYTEST) -n $(JOBS)

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# After a change to what they show; then read the difference.
doc-pages: .venv/.dev
	$(BIN)/python -m forms.schema
	$(BIN)/python -m tests.docs.write_forms
	$(BIN)/python -m tests.docs.write_pages
	$(BIN)/python -m tests.docs.write_workbook
	$(BIN)/python -m tests.docs.write_monitoring
	$(BIN)/python -m tests.docs.write_guide
	$(BIN)/python -m tests.docs.write_checks

bench: .venv/.bench
	$(BIN)/python -m bench

# SEED=... takes other values and writes no page; without it the page's own seed is taken.
recall: .venv/.dev
	$(BIN)/python -m tests.recall $(if $(SEED),--seed $(SEED),--publish)

soak: .venv/.dev
	HALFTERM_HYPOTHESIS=soak $(PYTEST) -n $(JOBS) -p tests.soak --hypothesis-seed=$${SEED:-20261122} tests

import-soak: .venv/.dev
	HALFTERM_IMPORT_SOAK=1 HALFTERM_IMPORT_SEED=$${SEED:-20261128} \
	  $(PYTEST) -n $(JOBS) -p tests.import_soak tests/imports

tools: .venv/.dev
	$(BIN)/python .ci/environment.py tools

EXPORT := uv export --quiet --frozen --no-emit-project --group packaging --format requirements-txt
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv, which is not on the PATH" >&2; exit 1; }
	UV_DEFAULT_INDEX= UV_INDEX= uv lock --no-config
	$(EXPORT) --no-dev --output-file requirements/run.txt >/dev/null
	$(EXPORT) --group dev --output-file requirements/dev.txt >/dev/null
	$(EXPORT) --group dev --group bench --output-file requirements/bench.txt >/dev/null

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .recall dist demo bench/out
