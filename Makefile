# The only door. `make run` and `make test` set up what a bare Debian or Ubuntu with Python 3.11+ lacks.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
# Where compiled modules may not be kept, every command of a test compiles the whole engine again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup setup-dev run test check docs bench bench-cluster bench-storm bench-room bench-followup clean

PY := .venv/bin/python
# A file of tests stays on one core: what its tests share is made once, and they run in their order.
ON_EVERY_CORE := -n auto --dist loadfile --no-loadscope-reorder
CATALOGUES := $(wildcard src/giaoban/web/locale/*/LC_MESSAGES/*.po)

help:
	@echo "make run     set up, load the demonstration, write out/2023-annual/ and serve the site"
	@echo "make test    set up, then every test (installs a browser where it may)"
	@echo "make check   style, import contracts and packs, in seconds"
	@echo "make docs    write the generated pages of docs/ again"
	@echo "make bench   time the work beside plain baselines; writes docs/benchmarks.md"
	@echo "make bench-cluster   the same review on Spark (a master, two workers; needs Java 17), compared cell by cell"
	@echo "make bench-storm     the deadline's last minute: 63 provinces save and submit at once, on both databases"
	@echo "make bench-room      400 people follow a conference live for five minutes, then all come back at once"
	@echo "make bench-followup  desk, overdue lists and search over 100,000 petitions and tasks on PostgreSQL"
	@echo "make setup   only set up .venv; make clean removes what these commands made"

setup: .venv/.runtime .venv/.translations

setup-dev: .venv/.dev .venv/.translations

.venv/bin/python:
	@.ci/venv

.venv/.runtime: .venv/bin/python pyproject.toml uv.lock
	@.ci/packages --no-dev
	@touch $@

.venv/.dev: .venv/bin/python pyproject.toml uv.lock
	@.ci/packages --group dev
	@touch $@ .venv/.runtime

.venv/.translations: .venv/.runtime $(CATALOGUES)
	@.venv/bin/pybabel -q compile -d src/giaoban/web/locale -D django
	@touch $@

run: setup
	@.venv/bin/giaoban demo

test: setup-dev
	@.ci/machine
	@.venv/bin/ruff check
	@tests/postgres.sh
	@$(PY) -m pytest $(ON_EVERY_CORE)

check: setup-dev
	@.venv/bin/ruff check
	@.venv/bin/lint-imports --no-cache
	@for pack in packs/*/; do .venv/bin/giaoban packs check "$$pack"; done

docs: setup-dev
	@$(PY) -m tests.house.map
	@$(PY) -m tests.house.rules
	@$(PY) -m tests.golden.cluster
	@$(PY) -m tests.house.permissions
	@$(PY) -m tests.factories.fuzzed

bench: setup-dev
	@$(PY) -m tests.bench.bench

bench-storm: setup-dev
	@.ci/packages --group dev --group bench
	@$(PY) -m tests.bench.storm

bench-room: setup-dev
	@$(PY) -m tests.bench.rooms

bench-followup: setup-dev
	@$(PY) -m tests.bench.followup

bench-cluster: setup-dev
	@.ci/packages --extra spark --group dev
	@$(PY) -m tests.bench.cluster

clean:
	rm -rf .venv workspace out .pytest_cache .ruff_cache .hypothesis .import_linter_cache
