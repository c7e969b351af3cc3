# Two commands are enough:  make serve  and  make test.  `make` alone lists the others.
# What a machine lacks is installed into .venv by scripts/setup; a second run finds it there.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
palpate := .venv/bin/palpate
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##### look at it

.PHONY: serve site site-zensical
serve: site-tools ## the site on 127.0.0.1:8000, refreshed when an entry changes
	@$(palpate) serve

site: site-tools ## build site/ once
	@$(palpate) build

site-zensical: site ## the same pages with the second engine; fails if one lacks a page
	@$(python) scripts/build_zensical.py
	@$(python) scripts/compare_engines.py build/docs site build/site-zensical

##### content

.PHONY: check fix schema contact-sheet picture-diff body-report
before ?= main

check: tools ## examine every entry and print every finding
	@$(palpate) check

fix: tools ## mend what a machine can mend, keeping comments
	@$(palpate) fix

schema: tools ## write schema/ again after a change of the model
	@$(palpate) schema

contact-sheet: site-tools ## pictures of all structures on sheets, to look over
	@$(palpate) contact-sheet

picture-diff: site-tools ## pictures that look different than in another revision (before=main)
	@$(palpate) build --generate-only
	@$(python) scripts/build_before.py $(before)
	@$(python) scripts/picture_diff.py build/before/build/docs build/docs

body-report: site-tools ## measure the body for its page: volumes, depth in bone, bytes (options=--cold: time)
	@$(palpate) body-report $(options)

##### code

.PHONY: test lint lock tools site-tools dev clean
options ?=

test: ## all tests, in a real browser too (options="-m 'not browser'" leaves those out)
	@scripts/setup test
	@$(palpate) draw --posters 0
	@PALPATE_CHROMIUM="$$($(python) scripts/find_chromium.py)" && export PALPATE_CHROMIUM && \
	    $(python) -m pytest -n auto --maxprocesses 4 --dist loadfile $(options)

lint: ## style of the Python, types of the viewer
	@scripts/setup dev
	@.venv/bin/ruff check .
	@npm --prefix viewer run --silent check

lock: ## pin the packages again after an edit of requirements/*.in (options=--upgrade: all of them)
	@scripts/setup dev
	@$(python) scripts/lock.py $(options)

tools: # what the commands on content need first
	@scripts/setup check

site-tools: # what the commands on the site and the body need first
	@scripts/setup site

dev: ## a maintainer's tools, and the check before each commit
	@scripts/setup dev
	@.venv/bin/pre-commit install >/dev/null

clean: ## remove all that was made, except .venv
	@rm -rf build site .site.old .cache .zensical.yml .pytest_cache .ruff_cache .hypothesis viewer/node_modules
