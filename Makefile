# the first that is new enough
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))) python3)
VENV := .venv
JUDGES := tests/screens/node_modules
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# else every process compiles the whole program anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo own-folder test judges lint translations measure screenshots lighthouse lock clean

run: own-folder $(VENV)/.installed
	@exec $(VENV)/bin/portal serve

demo: own-folder $(VENV)/.installed
	@exec $(VENV)/bin/python -m portal.demo

# what root installs into somebody else's folder, its owner cannot bring up to date
own-folder:
	@[ "$$(id -u)" != 0 ] || [ "$$(stat -c %u .)" = 0 ] || \
		{ echo "This folder belongs to $$(stat -c %U .); run make as $$(stat -c %U .), not as root." >&2; exit 1; }

# On a bare machine, too: git, make and Python are enough. The tests of one file share its server, so they stay together.
test:
	@tests/prepare
	@$(MAKE) --no-print-directory lint judges
	$(VENV)/bin/pytest -n 2 --dist loadfile

# what cannot be had is left out by the tests, which say so
judges:
	@! command -v npm >/dev/null || $(MAKE) --no-print-directory $(JUDGES)/.installed || \
		echo "What judges the screens could not be installed."

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
	$(VENV)/bin/python -m tools.measure

screenshots: $(VENV)/.installed-dev
	$(VENV)/bin/python -m tools.screenshots

lighthouse: $(VENV)/.installed-dev $(JUDGES)/.installed-lighthouse
	$(VENV)/bin/python -m tools.lighthouse

# beside what pip says; what it left half done, it does again the next time
NOT_INSTALLED := echo "Not everything could be installed. See that this machine reaches the internet, and type it again." >&2; \
	exit 1

# pip is what venv makes last: where it is missing, the folder is half made. Whatever fails leaves none.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "The venv of Python is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing into $(VENV) ..."
	@$(VENV)/bin/pip install --quiet --require-hashes -r requirements.lock || { $(NOT_INSTALLED); }
	@$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation -e . || { $(NOT_INSTALLED); }
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) ..."
	@$(VENV)/bin/pip install --quiet --require-hashes -r requirements-dev.lock || { $(NOT_INSTALLED); }
	@touch $@

NPM_INSTALL := npm install --prefix tests/screens --ignore-scripts --no-package-lock --no-audit --no-fund --loglevel=error

$(JUDGES)/.installed: tests/screens/package.json
	@$(NPM_INSTALL) --omit=dev || { rm -rf $(JUDGES); exit 1; }
	@touch $@

$(JUDGES)/.installed-lighthouse: tests/screens/package.json
	@$(NPM_INSTALL) || { rm -rf $(JUDGES); exit 1; }
	@touch $@ $(JUDGES)/.installed

# needs uv; writes names, versions and hashes, never an address
lock:
	uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-annotate --no-header \
		--extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-annotate --no-header \
		--extra build --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(JUDGES) screenshots *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
