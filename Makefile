# Everything runs in .venv, from lock files with hashes. `make run` needs Python 3.11+ alone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv

# uv is quicker; pip does the same where uv cannot reach the package index (a mirror in pip.conf).
install = $(UV) pip install -q --compile-bytecode --python $(BIN)/python $(1) || $(BIN)/python -m pip install -q $(1)

# Two threads of linear algebra that share two cores with others mostly wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test kills crash lint contract screenshots bench lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make run    install, migrate the embedded database, serve on http://127.0.0.1:8000"
	@echo "make test   install with the test extras and run the whole suite"
	@echo "make kills  kill -9 the mail worker 200 times, and check that nothing is lost or sent twice"
	@echo "make crash  kill -9 a worker at every step, 200 rounds on SQLite and on PostgreSQL"
	@echo "make lint   ruff and mypy --strict over the four packages"
	@echo "make contract  the API against its OpenAPI document, with made-up requests"
	@echo "make screenshots  pictures of every state of the web chat, in screenshots/"
	@echo "make bench  time one question through the desk, one whole process, and turns as they are stored"
	@echo "make lock   compile the lock files anew from pyproject.toml"
	@echo "make clean  remove the environment and the caches; var/ stays"

run: $(VENV)/.run
	@$(BIN)/npq-bot db upgrade
	@exec $(BIN)/npq-bot serve

test: $(VENV)/.test
	$(BIN)/python -m pytest -q

# 200 workers killed at the eight worst moments, and thousands of mails; some minutes.
kills: $(VENV)/.test
	NPQ_KILL_ROUNDS=25 $(BIN)/python -m pytest -q --timeout=900 tests/bot/channels/email/test_kills.py

# Some minutes: each round is a process that ends itself at another step of its work.
crash: $(VENV)/.test
	CRASH_ROUNDS=200 $(BIN)/python -m pytest -q tests/crash

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

contract: $(VENV)/.test
	$(BIN)/python -m tests.contract

screenshots: $(VENV)/.test
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.run
	$(BIN)/python benchmarks/desk_latency.py
	$(BIN)/python benchmarks/state_turns.py

$(VENV)/.tools: requirements-tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@

$(VENV)/.run: $(VENV)/.tools requirements.lock pyproject.toml
	@$(call install,--require-hashes -r requirements.lock)
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-test.lock
	@$(call install,--require-hashes -r requirements-test.lock)
	@touch $@

# Universal, hashed, and without a registry's address, so that any mirror will do.
compile = $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" --upgrade
lock: $(VENV)/.tools
	$(compile) pyproject.toml -o requirements.lock
	$(compile) pyproject.toml --extra test --extra postgres --extra microsoft --extra google -o requirements-test.lock
	printf 'editables\nhatchling\nuv\n' | $(compile) - -o requirements-tools.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build dist
