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
serve: setup ## the site on 127.0.0.1:8000, refreshed when an entry changes
	@$(palpate) serve

site: setup ## build site/ once
	@$(palpate) build

site-zensical: site ## the same pages with the second engine; fails if one lacks a page
	@$(python) scripts/build_zensical.py
	@$(python) scripts/compare_engines.py site build/site-zensical

##### content

.PHONY: check fix schema contact-sheet body-report
check: setup ## examine every entry and print every finding
	@$(palpate) check

fix: setup ## mend what a machine can mend, keeping comments
	@$(palpate) fix

schema: setup ## write schema/ again after a change of the model
	@$(palpate) schema

contact-sheet: setup ## pictures of all structures on sheets, to look over
	@$(palpate) contact-sheet

body-report: setup ## measure the body: volumes, depth in bone, bytes, time
	@$(palpate) body-report

##### code

.PHONY: test lint lock setup dev clean
pytest_options ?= -n auto --maxprocesses 4

test: ## all tests, in a real browser too
	@scripts/setup test
	@PALPATE_CHROMIUM="$$($(python) scripts/find_chromium.py)" && export PALPATE_CHROMIUM && \
	    $(python) -m pytest $(pytest_options)

lint: dev ## style of the Python, types of the viewer
	@.venv/bin/ruff check .
	@npm --prefix viewer run --silent check

lock: dev ## pin all packages anew: requirements/*.in and viewer/package.json
	@$(python) scripts/lock.py --upgrade
	@npm --prefix viewer update --package-lock-only

setup: # what every command above needs first
	@scripts/setup build

dev: ## a maintainer's tools, and the check before each commit
	@scripts/setup dev
	@.venv/bin/pre-commit install >/dev/null

clean: ## remove all that was made, except .venv
	@rm -rf build site .cache .zensical.yml .pytest_cache .ruff_cache .hypothesis viewer/node_modules
