# Two commands do all the set-up: `make demo` and `make test`. Both make their own virtual environment in .venv.

# The newest Python with which an environment can be made: students write for the newest, and an older one cannot read
# all of what they write. An environment that is there keeps its Python; `make clean` makes room for another one.
PYTHON ?= $(or $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done),python3)
BIN := .venv/bin
READY := .venv/.ready
SAMPLES := reference stub d_no_mask i_no_zero_grad

# Processes by the hundred start here: each would compile the whole engine again if none could keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test attacks hostile submissions check format audit audit-sample accuracy bench clean

demo: $(READY)
	$(BIN)/autograder release solutions/gpt
	rm -rf build/demo
	$(BIN)/autograder samples solutions/gpt build/demo $(SAMPLES)
	$(BIN)/autograder grade build/demo --lab solutions/gpt --out results/demo --isolation any

test: $(READY)
	$(BIN)/pytest --numprocesses=3 --dist=worksteal

attacks: $(READY)
	$(BIN)/pytest --numprocesses=2 -m attacks tests/test_attacks.py tests/test_generated_attacks.py

hostile: $(READY)
	HOSTILE=$(or $(COUNT),1000) HOSTILE_SEED=$(or $(SEED),0) $(BIN)/pytest -m attacks tests/test_generated_attacks.py

submissions: $(READY)
	$(BIN)/pytest --numprocesses=2 --dist=worksteal -m submissions

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m benchmarks --json build/benchmarks.json

audit: $(READY)
	$(BIN)/autograder audit solutions/gpt --mutants --record --json build/audit.json --html build/audit.html

audit-sample: $(READY)
	$(BIN)/autograder audit solutions/gpt --sample --json build/audit-sample.json

accuracy: $(READY)
	$(BIN)/autograder audit solutions/gpt --mutants --seeds 20 --json build/accuracy.json --html build/accuracy.html

clean:
	rm -rf .venv build results

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[notebooks,release,postgres,cluster,test,dev]'
	touch $@
