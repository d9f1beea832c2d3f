# `make run` and `make test` work on a clean clone with nothing but Python 3.11 and make.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
UV := .venv-uv/bin/uv
RUN := $(UV) run --no-sync
FAST := -m "not slow and not spark and not browser"
# Everything the tests can use: Spark only where there is a Java to run it.
TESTED = --group dev --group browser --extra web --extra linkage $(if $(shell command -v java),--extra spark)

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 13

run: $(UV) ## Open the site with London data and invented partnerships (another port: make run PORT=8001)
	@$(UV) sync --frozen --no-default-groups --inexact --quiet --extra web
	@$(RUN) commonground demo $(if $(PORT),--port $(PORT))

assessment: $(UV) ## Load the London data and write the strategic assessment of Lewisham to out/, without the site
	$(UV) sync --frozen --no-default-groups --inexact --quiet
	$(RUN) commonground load data
	$(RUN) commonground assess Lewisham --out out

test: tools ## Run every test, installing what it needs
	@$(MAKE) --no-print-directory install
	$(RUN) pytest -n 2 -rs

check: $(UV) ## Ruff, types, import directions and the tests that are not slow (90 seconds)
	$(RUN) ruff check
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) pytest -n 2 $(FAST)

quick: $(UV) ## Ruff and the tests of the house, the methods and the words (10 seconds)
	$(RUN) ruff check
	$(RUN) pytest -x -n 2 $(FAST) tests/test_house.py tests/test_glossary.py tests/methods tests/reference

bench: peers bench/results/store ## Measure starting, loading, the assessment, plans and every method; results in bench/results/
	mkdir -p bench/results/methods
	for part in start load evidence assess plan registers $(patsubst bench/%.py,%,$(wildcard bench/methods/*.py)); do \
		echo "Measuring: bench/$$part.py"; \
		COMMONGROUND_HOME=bench/results/store $(RUN) python bench/$$part.py > bench/results/$$part.md || exit 1; \
		cat bench/results/$$part.md; done

load: install bench/results/store ## Fifty people on the site at once, on each PostgreSQL here; results in bench/results/site.md
	COMMONGROUND_HOME=bench/results/store $(RUN) python bench/site.py > bench/results/site.md
	cat bench/results/site.md

audit: $(UV) ## Look for known faults in the locked packages (asks the network; without one it says so)
	@$(UV) sync --frozen --inexact --quiet --group dev
	@$(UV) export --frozen --quiet --no-emit-project --all-extras --all-groups --no-header > .venv/locked.txt
	@.venv/bin/python .ci/audit .venv/locked.txt

bench/results/store:
	COMMONGROUND_HOME=$@ $(RUN) commonground load data

docs: $(UV) ## Write docs/reference, NOTICE and the lists of GLOSSARY.md from the declarations
	$(RUN) python docs/generate.py

static: $(UV) ## Compile the style sheet, scripts and letters of the site (needs Node 20 and npm; the result is committed)
	cd src/commonground/web/assets && npm ci --no-audit --no-fund --silent
	$(RUN) sh -c 'cd src/commonground/web/assets && PYTHON=python npm run --silent build'

lock: $(UV) ## Bring uv.lock up to date with pyproject.toml
	$(UV) lock

install: $(UV) ## Install the locked packages, with those for the tests, into .venv/
	$(UV) sync --frozen --inexact --quiet $(TESTED)

peers: install
	$(UV) sync --frozen --inexact --quiet --all-groups --all-extras

tools: ## Install Pango, Chromium, Poppler and Java where apt and root allow; else say what is skipped
	@.ci/tools

$(UV):
	@if uv --version >/dev/null 2>&1; then mkdir -p .venv-uv/bin && ln -sf "$$(command -v uv)" $(UV); \
	elif python3 -m venv .venv-uv 2>/dev/null; then \
		.venv-uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.8'; \
	else rm -rf .venv-uv; echo "Python's venv module is missing (on Debian: apt-get install python3-venv)." >&2; exit 2; fi

.PHONY: help run assessment test check quick bench load audit docs static lock install peers tools
