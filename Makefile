# Red Envelope. `make serve` shows the site, `make test` tests it; both set up what they need first.
#
# Set-up steps longer than a line are in .ci/ (python, node, the browsers, nginx): CI needs the same machine as a developer,
# so there is one copy of each. Every step leaves a file under .venv/ or node_modules/, so a second run has nothing to do.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Where everything built goes; the tests build into a folder of their own.
BUILD ?= build
# Where the site will live and where its sources are read, for example https://mail.example.org/ and
# https://forge.example.org/red-envelope. Empty: the pages name files and relative addresses instead.
SITE_URL ?=
REPOSITORY_URL ?=
# Where the translations lie. Each folder of it is a language of the site.
LOCALE_DIR ?= locale
export SITE_URL REPOSITORY_URL LOCALE_DIR
LANGUAGES = $(patsubst $(LOCALE_DIR)/%/LC_MESSAGES,%,$(wildcard $(LOCALE_DIR)/*/LC_MESSAGES))

# `make preview LANG=ja`: the shell has a LANG of its own, so it counts only where it is given to make.
ifeq ($(origin LANG),command line)
CODE := $(LANG)
override LANG := C.UTF-8
MAKEOVERRIDES := $(filter-out LANG=%,$(MAKEOVERRIDES))
endif

# After how many months `make stale` wants a fact looked at again.
MONTHS ?= 6

export PATH := $(CURDIR)/.venv/bin:$(PATH)
PY := .venv/bin/python
SPHINX := $(PY) -m sphinx -W -n -q -c . -b
# A book is named by its language's tag: zh-CN, not zh_CN.
PDFS = $(addprefix pdf-,en $(subst _,-,$(LANGUAGES)))
BOOKS = $(addprefix book-,en $(subst _,-,$(LANGUAGES)))
EPUBS = $(addprefix epub-,en $(subst _,-,$(LANGUAGES)))
# What the tests drive, as far as this machine can have it.
TOOLS := .venv/chromium .venv/firefox .venv/webkit .venv/nginx
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
# One goal a language; named in a list, since make finds no pattern for a phony goal.
OF_LANGUAGES = $(PDFS) $(EPUBS) $(BOOKS)
.PHONY: help serve html english books pdf epub check test bench stale po language preview stats lint-po pseudo pseudo-words clean \
  $(OF_LANGUAGES)

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: export PACK = quick
serve: html  ## build the site and serve it on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(PY) -m checkers.sphinxext.serve $(BUILD)/html --host $(HOST) --port $(PORT)

html: .venv/docs node_modules/.package-lock.json  ## build all languages into build/html
	@$(MAKE) -j2 english $(LANGUAGES:%=translation-%)
	@$(PY) -m checkers.sphinxext.hosting $(BUILD)/html

english: .venv/docs node_modules/.package-lock.json
	@$(SPHINX) dirhtml -d $(BUILD)/doctrees/en source $(BUILD)/html

translation-%: .venv/docs node_modules/.package-lock.json
	@$(SPHINX) dirhtml -d $(BUILD)/doctrees/$* -D language=$* source $(BUILD)/html/$(shell echo $* | tr A-Z_ a-z-)

books: pdf epub  ## the PDF and the EPUB of each language into build/books

pdf: .venv/test .venv/chromium  ## a PDF of each language, printed by Chromium
	@$(MAKE) -j2 $(PDFS)

$(PDFS): pdf-%: book-%
	@$(PY) -m checkers.sphinxext.printing $(BUILD)/books/html/$* $(BUILD)/books/red-envelope-$*.pdf

$(BOOKS): book-%:
	@$(SPHINX) book -d $(BUILD)/doctrees/$(subst -,_,$*) -D language=$(subst -,_,$*) source $(BUILD)/books/html/$*

epub: .venv/docs  ## an EPUB of each language
	@$(MAKE) -j2 $(EPUBS)

$(EPUBS): epub-%:
	@$(SPHINX) epub -t book -d $(BUILD)/doctrees/$(subst -,_,$*) -D language=$(subst -,_,$*) source $(BUILD)/books/epub/$*
	@cp $(BUILD)/books/epub/$*/red-envelope-$*.epub $(BUILD)/books/ && echo $(BUILD)/books/red-envelope-$*.epub

check: .venv/test  ## lint the code, check the knowledge and the catalogues; seconds
	$(PY) -m ruff check .
	$(PY) -m pytest -q -m "not slow" tests/test_knowledge.py tests/test_locale.py tests/test_purity.py

test: .venv/test $(TOOLS) node_modules/.package-lock.json  ## run all tests, with the browsers
	$(PY) -m pytest

bench: .venv/bench .venv/test .venv/chromium html $(BUILD)/bench/node_modules  ## measure the checkers and the pages, beside other programs; ten minutes (RECORD=1 keeps them for the page About)
	@PYTHONPATH="$(CURDIR)" $(PY) tests/bench/speed.py
	@PYTHONPATH="$(CURDIR)" $(PY) tests/bench/browser.py $(BUILD)/html --peers $(BUILD)/bench/node_modules $(if $(RECORD),--record checkers/sphinxext/speed.toml)

stale: .venv/docs  ## list facts that were last checked long ago (MONTHS=12 for another age)
	@$(PY) -m checkers.sphinxext.checked source --months $(MONTHS)

po: .venv/docs  ## extract every text and merge it into the catalogues of all languages
	@$(SPHINX) gettext -d $(BUILD)/doctrees/gettext source $(BUILD)/gettext
	@$(PY) -m checkers.sphinxext.catalogue $(BUILD)/gettext
	@$(PY) -m checkers.sphinxext.merge $(BUILD)/gettext $(LOCALE_DIR) $(LANGUAGES)

language: .venv/docs  ## begin a translation, build it and say what comes next: make language LANG=ja
	@$(PY) -m checkers.sphinxext.newlanguage $(LOCALE_DIR) $(CODE)
	@$(MAKE) po html
	@$(PY) -m checkers.sphinxext.newlanguage --next $(LOCALE_DIR) $(CODE)

preview: html  ## show a translation in the browser while you edit it: make preview LANG=zh_CN
	@$(PY) -m checkers.sphinxext.preview $(BUILD) $(CODE) --host $(HOST) --port $(PORT)

stats: .venv/docs  ## count what is translated, by language and catalogue
	@$(PY) -m checkers.sphinxext.stats $(LOCALE_DIR) $(CODE)

lint-po: .venv/docs  ## find what a translation breaks, in all languages or one: make lint-po LANG=ja
	@$(PY) -m checkers.sphinxext.polint $(addprefix $(LOCALE_DIR)/,$(CODE))

pseudo: .venv/docs  ## build the site in a made-up language that shows what cannot be translated, into build/pseudo
	@$(MAKE) po pseudo-words LOCALE_DIR=$(BUILD)/pseudo/locale
	@$(MAKE) html LOCALE_DIR=$(BUILD)/pseudo/locale BUILD=$(BUILD)/pseudo

pseudo-words: .venv/docs
	@$(PY) -m checkers.sphinxext.pseudo $(BUILD)/gettext $(LOCALE_DIR)

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

$(TOOLS): .venv/%: .ci/% .ci/debian | .venv/test
	@.ci/$* $@
