# Two commands: `make build` and `make test`. Everything else is a part of them.
PYTHON ?= python3
VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export DBT_PROFILES_DIR := $(CURDIR)
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1

.PHONY: env build test test-slow test-all lint benchmark scale reliability docs clean
.DEFAULT_GOAL := build

env: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

build: env
	finsam build

lint: env
	mkdir -p build
	sqlfluff lint models tests/audit_gate.sql tests/audit_review.sql analyses
	ruff check scripts tests/python
	ruff format --check scripts tests/python
	mypy

test: lint
	pytest -m "not slow"
	FINSAM_BUILD_DB=build/test.duckdb dbt --no-version-check -q build

test-slow: env
	pytest -m slow

test-all: test test-slow

benchmark: env
	@for run in 1 2 3; do bash -c 'time dbt --no-version-check -q build' 2>&1 | grep real; done

scale: env
	finsam scale

reliability: env
	python -m finsam_audit.measure.reliability

docs: env
	dbt docs generate --static
	mkdir -p build/docs
	cp target/static_index.html build/docs/index.html

clean:
	rm -rf build target logs $(VENV)
