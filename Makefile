# Two commands do it all on a fresh machine with git, make and Python 3.11, 3.12 or 3.13:
#   make repro   environment, all stages, summary
#   make test    environment, lint, types, tests
PYTHON ?= python3
VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export GX_ANALYTICS_ENABLED := false
export DVC_NO_ANALYTICS := true
unexport PYTHONDONTWRITEBYTECODE # without byte code, every stage and test compiles what it imports

.PHONY: repro test lint types tests slow matrix bench peers soak fuzz expectations accuracy release wheel coverage mutants
.PHONY: licences sbom audit lock clean

repro: $(VENV)/.repro
	python -m pipeline.cli.mend
	python -m pipeline.seams.register raw/reports.yaml
	dvc repro --quiet && status=0 || status=$$?; python -m pipeline show; exit $$status

test: lint types tests

lint: $(VENV)/.test
	ruff check .
	ruff format --check .

types: $(VENV)/.test
	mypy

# All of them, or some: make tests TESTS=tests/parse
# The tests of a file run in one process, which makes what they share once; tests/conftest.py says
# which files come first.
PYTEST = pytest -n 2 --dist loadfile --no-loadscope-reorder
TESTS ?=
tests: $(VENV)/.test $(VENV)/.sbom
	MAKEFLAGS= $(PYTEST) $(TESTS)

# What takes too long for every day.
slow: $(VENV)/.test
	$(PYTEST) -m slow
	$(MAKE) matrix

# The tests with each Python that pyproject.toml claims and this machine has (of pyenv's, all), in an
# environment of its own.
PYTHONS := 3.11 3.12 3.13
matrix:
	@all=$$(pyenv versions --bare 2>/dev/null | paste -sd : -); \
	for version in $(PYTHONS); do \
	  if python=$$(PYENV_VERSION=$$all python$$version -c 'import sys; print(sys.executable)' 2>/dev/null); then \
	    echo "Python $$version:"; \
	    $(MAKE) tests PYTHON=$$python VENV=$(VENV)/python$$version || exit; \
	  else \
	    echo "Python $$version is not on this machine: skipped."; \
	  fi; \
	done

bench: $(VENV)/.test
	python tests/bench.py

# Other readers of tables on the same overviews, beside ours. They stand in an environment of their own, from a
# lock of their own, and two of them want Java.
peers: $(VENV)/.test $(VENV)/.peers
	python tests/peers.py $(VENV)/peers/bin/python

# Random reports, read and compared with what they say; then runs killed at random moments, and
# disks that fill up: make soak REPORTS=2000 SEED=7 KILLS=100
REPORTS ?= 500
SEED ?= 1
KILLS ?= 100
soak: $(VENV)/.test
	python tests/soak.py --reports $(REPORTS) --seed $(SEED)
	python tests/soak_faults.py $(KILLS)

# Damaged PDFs through all stages, none of which may break, hang or lie: make fuzz N=5000 SEED=7
N ?= 1000
fuzz: $(VENV)/.test
	python tests/fuzz.py --files $(N) --seed $(SEED)

# The suites of Great Expectations, written from the definition of the tables and the rulebook.
expectations: $(VENV)/.repro
	python -m pipeline.validate.expectations expectations

# How good each rule is: planted faults found, false alarms in sound reports. Three minutes.
accuracy: $(VENV)/.test
	python -m tests.accuracy expectations/accuracy.json

release: $(VENV)/.repro
	python -m pipeline.package.release processed dist

# The program for those who have PDFs and no project. Of the same files, the same bytes.
wheel: $(VENV)/.test
	SOURCE_DATE_EPOCH=315532800 python -m pip wheel --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --check-build-dependencies --wheel-dir dist .

# Lines and branches that no test runs. What runs in processes of its own is not seen here.
coverage: $(VENV)/.test
	$(PYTEST) --cov --cov-report=term

# Would the tests notice a mistake? Minutes to an hour: make mutants MUTANTS=300 MUTANTS_SEED=2
MUTANTS ?= 150
MUTANTS_SEED ?= 1
mutants: $(VENV)/.test
	python tests/mutants.py --mutants $(MUTANTS) --seed $(MUTANTS_SEED)

# The licence of everything that the locks install, and how it goes with this project's own.
licences: $(VENV)/.test $(VENV)/.sbom
	python tests/licences.py

# What the locks install, as CycloneDX has it: dist/requirements.cdx.json, -dev.cdx.json and so on. The tool
# stands in an environment of its own.
LOCKS ?= requirements requirements-archive requirements-dev requirements-sbom
sbom: $(VENV)/.sbom
	mkdir -p dist
	for lock in $(LOCKS); do \
	  $(VENV)/sbom/bin/python -W ignore -m cyclonedx_py requirements $$lock.lock --pyproject pyproject.toml \
	    --output-reproducible --output-file dist/$$lock.cdx.json || exit; \
	done

# Known vulnerabilities of what the locks install. Needs the network, and asks PyPI only.
audit: $(VENV)/.test
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)/audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock -r requirements-archive.lock -r requirements-dev.lock -r requirements-sbom.lock

# A lock names all that is to be installed, so that nothing is left to look for: without --no-deps,
# pip before 23.3 takes the newest release of what is asked for with an extra (coverage[toml]), and
# then refuses it, because the lock has no hash of it. What a lock lacks, `pip check` sees.
INSTALL = python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
CHECK = python -m pip check

# From nothing, so that nothing of an older environment hides what the lock lacks.
$(VENV)/.repro: requirements.lock
	rm -rf $(VENV)
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/$(INSTALL) -r requirements.lock
	$(VENV)/bin/$(CHECK)
	touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.repro
	$(VENV)/bin/$(INSTALL) -r requirements-dev.lock
	$(VENV)/bin/$(CHECK)
	touch $@

# Environments beside it, each from a lock of its own.
$(VENV)/.sbom $(VENV)/.peers: $(VENV)/.%: requirements-%.lock $(VENV)/.repro
	rm -rf $(VENV)/$*
	$(PYTHON) -m venv $(VENV)/$*
	$(VENV)/$*/bin/$(INSTALL) -r $<
	$(VENV)/$*/bin/$(CHECK)
	touch $@

# For those who change dependencies; needs uv. The locks carry hashes and no addresses. Each holds all of
# what its users install; the tests try the archive, too. The SBOM's tool has our versions of what we have,
# so that it is installed from pip's cache.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock:
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --extra archive --constraint requirements.lock --output-file requirements-archive.lock
	$(LOCK) pyproject.toml --extra dev --extra archive --constraint requirements-archive.lock --output-file requirements-dev.lock
	$(LOCK) --group sbom --constraint requirements-dev.lock --output-file requirements-sbom.lock
	$(LOCK) --group peers --output-file requirements-peers.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
