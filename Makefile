# Every target sets up what it needs: Python >= 3.11 with venv, make and a package registry are enough.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
# One worker a processor, with one thread each; tests that share a run or an edition keep to one worker (tests/conftest.py).
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n logical --no-loadscope-reorder

.PHONY: brief test test-system bench faults lab lock clean

brief: $(INSTALLED)
	$(BIN)/chipbrief brief status_quo

test: $(INSTALLED)
	$(PYTEST) -m "not system"

test-system: $(INSTALLED)
	$(PYTEST) -m system

bench: $(INSTALLED)
	$(BIN)/python -m tests.benchmarks

# Two hundred disturbed runs of the brief, as root: full and read-only disks are mounts.
faults: $(INSTALLED)
	$(BIN)/python -m tests.faults --trials 200

lab: $(INSTALLED)
	$(BIN)/jupyter lab notebooks

# Hash mode refuses an editable install, so the project itself follows the lock, without dependencies.
$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("chipbrief needs Python 3.11 or newer, found " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q analysis
	touch $@

# Needs uv. The lock holds hashes and no addresses.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra test --extra system --extra build pyproject.toml -o requirements.lock

clean:
	rm -rf .venv build *.egg-info
