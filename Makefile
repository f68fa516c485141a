PYTHON ?= python3
VENV := .venv
JUDGES := tests/screens/node_modules
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run demo test lint translations measure screenshots lighthouse lock clean

run: $(VENV)/.installed
	@exec $(VENV)/bin/portal serve

demo: $(VENV)/.installed
	@exec $(VENV)/bin/python -m portal.demo

test: $(VENV)/.installed-dev $(JUDGES)/.installed lint
	$(VENV)/bin/pytest -n 2 --dist loadgroup

lint: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/djlint --lint --quiet portal/templates portal/tasks

# what clients read, in each language (docs/languages.md); says how much of it is translated
TRANSLATIONS := portal/translations
PYBABEL := $(VENV)/bin/pybabel --quiet
translations: $(VENV)/.installed
	$(PYBABEL) extract -F pyproject.toml -k lazy --no-location --sort-output -o $(TRANSLATIONS)/messages.pot portal
	$(PYBABEL) update -i $(TRANSLATIONS)/messages.pot -d $(TRANSLATIONS) --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --width 120
	@rm $(TRANSLATIONS)/messages.pot
	$(VENV)/bin/pybabel compile -d $(TRANSLATIONS) --statistics

measure: $(VENV)/.installed-dev
	$(VENV)/bin/python -m tests.measure

screenshots: $(VENV)/.installed-dev
	$(VENV)/bin/python -m tests.screens.shoot

lighthouse: $(VENV)/.installed-dev $(JUDGES)/.installed-lighthouse
	$(VENV)/bin/python -m tests.screens.lighthouse

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/pip install --quiet --require-hashes -r requirements.lock
	$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(VENV)/bin/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

NPM_INSTALL := npm install --prefix tests/screens --ignore-scripts --no-package-lock --no-audit --no-fund --loglevel=error

$(JUDGES)/.installed: tests/screens/package.json
	$(NPM_INSTALL) --omit=dev
	@touch $@

$(JUDGES)/.installed-lighthouse: tests/screens/package.json
	$(NPM_INSTALL)
	@touch $@ $(JUDGES)/.installed

# needs uv; writes names, versions and hashes, never an address
lock:
	uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-annotate --no-header \
		--extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-annotate --no-header \
		--extra build --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(JUDGES) screenshots *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
