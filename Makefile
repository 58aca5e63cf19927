# Diptych. `make` lists what there is.
PYTHON ?= $(shell sh scripts/find-python)
BIN := .venv/bin
SHELL := /bin/sh

.DEFAULT_GOAL := help
.PHONY: help demo test test-wordpress faults fuzz bench bench-checks bench-scale lint format interface lock sample screenshot clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | sort | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-15s %s\n' "$$name" "$$text"; done

demo: .venv/runtime ## The main job on the sample site: fetch, learn, prefill, review, publish, keep in step
	@$(BIN)/python -m sample.demo

test: .venv/dev ## All tests
	@$(BIN)/python -m pytest

test-wordpress: .venv/dev .wordpress/wp-load.php ## Only the tests on real WordPress sites, an older and a newer one
	@$(BIN)/python -m pytest tests/wordpress tests/adapters/test_wordpress.py tests/end_to_end/test_wordpress_bad_days.py

faults: .venv/dev ## A kill, a full disk, missing rights at every act of every command (an hour); ONLY=publish for a part
	@DIPTYCH_EVERY_FAULT=1 $(BIN)/python -m pytest tests/faults $(if $(ONLY),-k "$(ONLY)")

fuzz: .venv/dev ## Odd bytes for every reader, ten minutes; SECONDS=60, PAGES=folder, ONLY=po, SEED=1
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only "$(ONLY)") $(if $(PAGES),--pages "$(PAGES)")

bench: .venv/dev .venv-bench ## Speed and memory, beside the parser's and translate-toolkit's
	@$(BIN)/python -m bench

bench-scale: .venv/dev ## What each stage costs from 100 to 10,000 pages, and how it grows
	@$(BIN)/python -m bench.scale

bench-checks: .venv/dev ## False alarms and found faults of the checks, on French that Debian ships
	@$(BIN)/python -m bench.checking

lint: .venv/dev ## Style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: .venv/dev ## Put the code in its form
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format .

sample: .venv/runtime ## Make locales/ of this repository anew from the sample site
	@$(BIN)/python -m sample.demo --into .

screenshot: .venv/dev ## Take the pictures of README and docs anew (needs Chromium)
	@$(BIN)/python -m sample.screenshot
	@$(BIN)/python -m sample.review_picture

interface: .venv/dev ## Merge the review page's words into its French catalogue; AS="Name" accepts what is finished
	@PYTHONPATH=. $(BIN)/python scripts/interface_texts.py --as "$(AS)"

lock: .venv/dev ## Pin every package again, for all Python versions we support
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url --upgrade pyproject.toml -o requirements/runtime.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url --upgrade --extra dev pyproject.toml -o requirements/dev.txt

clean: ## Remove what the other targets made
	rm -rf .venv .venv-bench .wordpress public build dist *.egg-info .mypy_cache .ruff_cache .hypothesis

.venv/runtime: requirements/runtime.txt pyproject.toml scripts/find-python
	@sh scripts/make-environment requirements/runtime.txt $(PYTHON)
	@touch $@

.venv/dev: requirements/dev.txt pyproject.toml scripts/find-python
	@sh scripts/make-environment requirements/dev.txt $(PYTHON)
	@touch $@ .venv/runtime

.wordpress/wp-load.php: scripts/get-wordpress
	@sh scripts/get-wordpress .wordpress
	@touch $@

.venv-bench: .venv/dev
	@$(BIN)/python -m venv $@
	@$@/bin/python -m pip install --quiet --disable-pip-version-check "translate-toolkit==3.20.4" lxml || rm -rf $@
