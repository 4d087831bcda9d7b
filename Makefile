# Two commands: `make build` and `make test`. Everything else is a part of them.
PYTHON ?= python3
VENV := .venv
# the oldest DuckDB that must open what is published, apart: two versions do not fit one environment
READERS := $(VENV)/readers
# a second engine, apart: great-expectations loads Spark where it finds it, and Spark ends some processes of the tests
SPARK := $(VENV)/spark
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export DBT_PROFILES_DIR := $(CURDIR)
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1

# as many processes as the machine has cores; a file of tests stays in one of them
PYTEST := pytest -n auto --dist loadfile

.PHONY: env spark build test test-slow test-all test-spark lint benchmark scale reliability docs clean
.DEFAULT_GOAL := build

env: $(VENV)/.installed $(READERS)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(READERS)/.installed: requirements-readers.lock | $(VENV)/.installed
	$(PYTHON) -m venv $(READERS)
	$(READERS)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-readers.lock
	touch $@

spark: $(SPARK)/.installed

$(SPARK)/.installed: requirements.lock requirements-spark.lock pyproject.toml | $(VENV)/.installed
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock -r requirements-spark.lock
	$(SPARK)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

build: env
	finsam build

lint: env
	# two models ask the database for the columns of a seed: where it is not there sqlfluff passes them over
	FINSAM_BUILD_DB=build/lint.duckdb dbt --no-version-check -q seed
	FINSAM_BUILD_DB=build/lint.duckdb sqlfluff lint models tests/audit_gate.sql tests/audit_review.sql analyses
	sqlfluff lint macros --templater jinja --rules jinja
	ruff check scripts tests/python
	ruff format --check scripts tests/python
	mypy

test: lint
	$(PYTEST) -m "not slow and not spark"
	FINSAM_BUILD_DB=build/test.duckdb dbt --no-version-check -q build

test-slow: env
	$(PYTEST) -m slow

test-all: test test-slow test-spark

# both engines on the shipped documents and on generated ones, about a quarter of an hour
test-spark: spark
	$(SPARK)/bin/pytest -m spark

benchmark: env
	@for run in 1 2 3; do bash -c 'time dbt --no-version-check -q build' 2>&1 | grep real; done

scale: env
	finsam scale

reliability: env
	python -m finsam_audit.measure.reliability

docs: env
	finsam docs

clean:
	rm -rf build target logs $(VENV)
