# make run: install and open rnnviz.  make test: install and check everything.
# Windows, without make:  py -m venv .venv  then
#   .venv\Scripts\python -m pip install -r requirements.txt  and  .venv\Scripts\python app.py

PYTHON ?= python3
PORT ?= 8501
RUN_FLAGS ?=
TEST_FLAGS ?= -n 2 --dist worksteal

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install
NEEDS := 3, 11
EXTRACT := -F babel.cfg --no-default-keywords -k _ -k marked -k ngettext:1,2 -k forms:1,2 -k counted:2,3 -k tr -k trn:1,2 \
	--sort-output --add-location=file --no-wrap --project=rnnviz --copyright-holder=
NODE := $(shell command -v npm >/dev/null && node -p 'parseInt(process.versions.node) >= 18 || ""')

.PHONY: run dev test scripts texts no-node help
.DEFAULT_GOAL := run

run: $(VENV)/.installed  ## install what is missing, serve, and open a browser
	$(BIN)/python app.py --port $(PORT) $(RUN_FLAGS)

dev: $(VENV)/.installed-dev  ## the same, and edits show in the browser at once
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.fileWatcherType auto --server.runOnSave true

test: $(VENV)/.installed-dev $(if $(NODE),scripts,no-node)  ## style, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m rnnviz.maps & $(BIN)/mypy && wait $$!  # umap is compiled meanwhile: the tests would do so by turns
	$(BIN)/python -m pytest $(TEST_FLAGS)

scripts: node_modules/.installed  ## the same for the scripts in assets/, with Node 18 or newer
	node_modules/.bin/biome ci --error-on-warnings
	node_modules/.bin/tsc & node_modules/.bin/tsc -p tsconfig.strict.json && wait $$!
	node tests/js/contract.js
	node --test --test-reporter=spec tests/js/*.test.js

texts: $(VENV)/.installed-dev  ## every text of code and scripts into texts/messages.pot, for translators
	$(BIN)/python -m babel.messages.frontend -q extract $(EXTRACT) -o texts/messages.pot .

no-node:
	@echo "There is no Node 18 here, so the scripts in assets/ go unchecked."
	@[ -z "$(CI)" ]

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /\t/'

# pip comes last into a new environment, so that a half-made one (no ensurepip) is made again.
$(BIN)/pip:
	@command -v $(PYTHON) >/dev/null || { echo "rnnviz needs Python 3.11 or newer, and there is no $(PYTHON) here. \
	Install it, or name yours: make run PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < ($(NEEDS)))' || { echo "rnnviz needs Python 3.11 or newer; \
	$(PYTHON) is `$(PYTHON) --version 2>&1`. Install a newer one, or name it: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

# The stamps are younger than the lists they installed, so pip runs again only when a list has changed.
$(VENV)/.installed: requirements.txt | $(BIN)/pip
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-cluster.txt requirements.txt | $(BIN)/pip
	$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@
