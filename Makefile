# Red Envelope. `make serve` shows the site, `make test` tests it; both set up what they need first.
#
# Set-up steps longer than a line are in .ci/ (python, node, chromium): CI needs the same machine as a developer, so there
# is one copy of each. Every step leaves a file under .venv/ or node_modules/, so a second run has nothing to do.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Where everything built goes; the tests build into a folder of their own.
BUILD ?= build
# Where the site will live and where its sources are read, for example https://mail.example.org/ and
# https://forge.example.org/red-envelope. Empty: the pages name files and relative addresses instead.
SITE_URL ?=
REPOSITORY_URL ?=
export SITE_URL REPOSITORY_URL

export PATH := $(CURDIR)/.venv/bin:$(PATH)
PY := .venv/bin/python
SPHINX := $(PY) -m sphinx -W -n -q -c . -b
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help serve html english chinese check test bench po clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

serve: html  ## build the site and serve it on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(PY) -m checkers.sphinxext.serve $(BUILD)/html --host $(HOST) --port $(PORT)

html: .venv/docs node_modules/.package-lock.json  ## build both languages into build/html
	@$(MAKE) -j2 english chinese
	@$(PY) -m checkers.sphinxext.hosting $(BUILD)/html

english: .venv/docs node_modules/.package-lock.json
	@$(SPHINX) dirhtml -d $(BUILD)/doctrees/en source $(BUILD)/html

chinese: .venv/docs node_modules/.package-lock.json
	@$(SPHINX) dirhtml -d $(BUILD)/doctrees/zh_CN -D language=zh_CN source $(BUILD)/html/zh-cn

check: .venv/test  ## lint the code, check the knowledge and the catalogues; seconds
	$(PY) -m ruff check .
	$(PY) -m pytest -q -m "not slow" tests/test_knowledge.py tests/test_locale.py tests/test_purity.py

test: .venv/test .venv/chromium node_modules/.package-lock.json  ## run all tests, with a browser
	$(PY) -m pytest

bench: .venv/bench .venv/test .venv/chromium html $(BUILD)/bench/node_modules  ## measure the checkers and the pages, beside other programs; ten minutes
	@PYTHONPATH="$(CURDIR)" $(PY) tests/bench/speed.py
	@PYTHONPATH="$(CURDIR)" $(PY) tests/bench/browser.py $(BUILD)/html --peers $(BUILD)/bench/node_modules

po: .venv/docs  ## extract every text and merge it into locale/
	@$(SPHINX) gettext -d $(BUILD)/doctrees/gettext source $(BUILD)/gettext
	@$(PY) -m checkers.sphinxext.catalogue $(BUILD)/gettext
	@$(PY) -m sphinx_intl update -p $(BUILD)/gettext -d locale -l zh_CN -w 0

clean:  ## remove what the commands above built; the environment stays
	rm -rf $(BUILD) .pytest_cache .ruff_cache
	find locale -name '*.mo' -delete

.venv/docs: requirements-docs.txt .ci/python
	@.ci/python $(PYTHON) requirements-docs.txt && touch $@

.venv/test: requirements-test.txt .ci/python
	@.ci/python $(PYTHON) requirements-test.txt && touch $@ .venv/docs

.venv/bench: requirements-bench.txt .ci/python
	@.ci/python $(PYTHON) requirements-bench.txt && touch $@

node_modules/.package-lock.json: package-lock.json requirements-node.txt .ci/node | .venv/docs
	@.ci/node && touch $@

# PyScript is measured where it can be had; where it cannot, the table says so.
$(BUILD)/bench/node_modules: tests/bench/package-lock.json | node_modules/.package-lock.json
	@mkdir -p $(BUILD)/bench && cp tests/bench/package.json tests/bench/package-lock.json $(BUILD)/bench
	@npm ci --prefix $(BUILD)/bench --ignore-scripts --loglevel=error || echo "Could not install PyScript"

.venv/chromium: .ci/chromium | .venv/test
	@.ci/chromium $@
