# `make run` and `make test` work on a clean clone with nothing but Python 3.11 and make.
.DEFAULT_GOAL := help
UV := .venv-uv/bin/uv
RUN := $(UV) run --frozen

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(UV):
	@command -v uv >/dev/null 2>&1 && mkdir -p .venv-uv/bin && ln -sf "$$(command -v uv)" $(UV) || \
		{ python3 -m venv .venv-uv && .venv-uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.8'; }

run: $(UV) ## Load the London data and write the strategic assessment of Lewisham to out/
	$(UV) sync --frozen --no-default-groups --quiet
	$(RUN) --no-default-groups commonground load data
	$(RUN) --no-default-groups commonground assess Lewisham --out out

.PHONY: help run
