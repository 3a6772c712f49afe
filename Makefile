# OC Pizza: `make run` opens the demonstration, `make test` proves the whole; the scripts behind are in bin/.
PORT ?= 8000
PYTHON := .venv/bin/python

.PHONY: run test check format lock messages bench screenshots

run:
	@PORT=$(PORT) bin/run

test:
	@bin/test

check:
	@bin/venv dev
	@bin/check

format:
	@bin/venv dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

lock:
	@bin/venv dev
	@bin/lock

messages:
	@bin/venv
	@bin/messages

bench:
	@bin/venv dev
	@bin/test-services
	@$(PYTHON) -m bench

screenshots:
	@bin/venv dev
	@bin/test-services
	@$(PYTHON) bin/screenshots
