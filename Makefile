# requestbin: `make run` starts it, `make test` tests it. CONTRIBUTING.md tells the rest.
# PYTHON=python3.12 names a Python; HOST, PORT, REQUESTBIN_* and the others are settings
# (docs/configuration.md).

OLDEST  := 3.11
# A pyenv shim may exist and fail, so each candidate is run to find out.
PYTHONS := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14)
python  := .venv/bin/python
manage  := $(python) manage.py
# What is imported is compiled then; all of it at once would be a third of the wait.
pip     := PIP_USER=0 $(python) -m pip install -qq --disable-pip-version-check --require-hashes \
             --no-compile
cores   := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
at_once := --numprocesses=$(if $(filter 1 2 3,$(cores)),3,4) --dist=loadfile
static  := $(shell find static requestbin -path '*static*' -type f 2>/dev/null)

.PHONY: help run link test test-browser fuzz test-pythons check bench docs pictures sheets lock clean
# Tests start hundreds of processes, which compile all of it anew where nothing is kept.
export PYTHONDONTWRITEBYTECODE :=

.SILENT:

help:
	echo "make run    set up (once) and start requestbin"
	echo "make link   print the link that signs a browser in"
	echo "make test   run every test    make check  lint and types    make bench  measure"

run: .venv/installed staticfiles/collected
	$(manage) upgrade
	exec $(manage) serve

link: .venv/installed
	$(manage) link

test: .venv/installed-dev
	$(python) -m pytest $(at_once)
	$(python) -m pytest $(at_once) --store=postgres
	$(MAKE) --no-print-directory test-browser

# Two at once, each with a browser and a server: more wait for one another longer than they save.
test-browser: .venv/installed-dev
	$(python) -m tests.chromium
	$(python) -m pytest tests/e2e --numprocesses=2 --dist=loadfile

# Draws other examples for every property, as often as ROUNDS says; what is found makes a test.
ROUNDS := 3
fuzz: .venv/installed-dev
	for round in $$(seq $(ROUNDS)); do \
	  $(python) -m pytest $(at_once) -m hypothesis --hypothesis-profile=anew || exit 1; \
	done

# The parts that need no database, on every other Python that is found.
test-pythons: .venv/installed-dev
	for python in python3.11 python3.12 python3.13 python3.14; do \
	  found=$$($$python -c '$(version)' 2>/dev/null) || continue; \
	  [ "$$found" != "$$($(python) -c '$(version)')" ] || continue; \
	  printf "On Python $$found: "; \
	  $$python -m venv .venv/other-$$found && \
	  PIP_USER=0 .venv/other-$$found/bin/python -m pip install -qq --disable-pip-version-check \
	    --require-hashes -r requirements-dev.txt && \
	  .venv/other-$$found/bin/python -m pytest tests/test_http.py tests/test_conf.py \
	    tests/inspection tests/providers tests/egress || exit 1; \
	done

check: .venv/installed-dev
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-logo
	$(python) -m djlint --quiet --lint templates
	$(python) -m codespell_lib
	REQUESTBIN_DATA=$$(mktemp -d) $(manage) makemigrations --check --dry-run

bench: .venv/installed-dev staticfiles/collected
	$(python) -m tests.bench $(BENCH)

docs: .venv/installed-dev
	$(python) -m tests.docs

pictures: .venv/installed-dev staticfiles/collected
	$(python) -m tests.pictures

# Every example of tests/corpus as the page shows it; SHEETS="--only slack --width 390" narrows it.
sheets: .venv/installed-dev
	$(python) -m tests.sheets $(SHEETS)

# For maintainers; needs uv. Pins every version with its hashes, for all Pythons and systems.
lock:
	uv pip compile --universal --python-version $(OLDEST) --generate-hashes --no-emit-index-url \
	  pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version $(OLDEST) --generate-hashes --no-emit-index-url \
	  pyproject.toml --group dev -o requirements-dev.txt

# Leaves var/ alone: that is data.
clean:
	rm -rf .venv staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache test-results

.venv/installed: requirements.txt
	$(call set_up,first time only$(,) about a minute,requirements.txt)

.venv/installed-dev: requirements-dev.txt
	$(call set_up,for testing$(,) about a minute,requirements-dev.txt)
	touch .venv/installed

staticfiles/collected: $(static) .venv/installed
	$(manage) collectstatic --noinput --verbosity 0
	touch $@

, := ,
enough := import sys; sys.exit(sys.version_info < ($(subst .,$(,) ,$(OLDEST))))
version := import sys; print("%d.%d" % sys.version_info[:2])

# Makes .venv with the first Python that is new enough, and installs the file of requirements $(2).
define set_up
	for python in $(PYTHONS); do $$python -c '$(enough)' 2>/dev/null && break; python=; done; \
	if [ -z "$$python" ]; then \
	  python=$(firstword $(PYTHONS)); found=$$($$python -c '$(version)' 2>/dev/null); \
	  echo "Needs Python $(OLDEST) or newer; $$python is $${found:-not there}." \
	    "Name another: PYTHON=python3.12 make $(or $(MAKECMDGOALS),run)" >&2; exit 1; fi; \
	printf 'Setting up ($(1)) … '; \
	if ! $(python) -c '$(enough)' 2>/dev/null && ! $$python -m venv --clear .venv >/dev/null 2>&1; then \
	  rm -rf .venv; \
	  echo failed; echo "Python cannot make a virtual environment." \
	    "Debian/Ubuntu: sudo apt install python3-venv" >&2; exit 1; fi; \
	$(pip) -r $(2) && touch $@ && echo done || { echo failed; exit 1; }
endef
