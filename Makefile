# The commands of this project, one verb each; `make` alone lists them.

# Python 3.11 by its own name, or python3 where that is 3.11; deploy/environments.py says so when it is neither.
PY ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)

# The question of `make ask` as it was typed: kept from make's own $ and from the shell's quotes.
override Q := $(value Q)
export Q

.PHONY: help run ask test prove lint train evaluate publish check backup restore drill bench bench-understanding bench-safety env lock

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: env ## start the bot and the service on this machine
	.venv/bin/python -m service.run

ask: env ## answer one question here: make ask Q="What is CRS?"
	@.venv/bin/python -m service.ask "$$Q"

# On both cores; where times are proved, on one, so that they are nobody else's.
test: CORES = $(if $(PROVE),0,2)
test: lint ## check the code and run all tests, as CI does
	bot/.venv/bin/python -m pytest tests/bot -q --disable-warnings
	.venv/bin/python -m pytest tests -q --ignore=tests/bot --ignore=tests/browser -n $(CORES) --dist loadfile
	.venv/bin/python -m pytest tests/browser -q -n $(CORES) --dist loadfile

prove: export PROVE = 1
prove: test ## the same with full counts, before an issue is resolved

lint: env ## check style, types and which room may import which
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy service
	.venv/bin/lint-imports

train: env ## train the model if its inputs changed
	bot/.venv/bin/python -m bot.train

evaluate: env ## choose the thresholds of bot and net anew by cross-validation, about 45 minutes
	bot/.venv/bin/python -m bot.evaluate
	bot/.venv/bin/python -m bot.net

publish: env ## publish the content if it passes every check
	.venv/bin/python -m service.library publish

check: env ## check the content and list every fault
	.venv/bin/python -m service.library check

backup: env ## make a backup, without conversations: TO=folder, KEEP=how many
	@.venv/bin/python -m deploy.backup make $(if $(TO),--to "$(TO)") $(if $(KEEP),--keep "$(KEEP)")

restore: env ## go back to a backup, with the service stopped: FROM=file
	@.venv/bin/python -m deploy.backup restore "$(FROM)"

drill: env ## prove that a backup can be used, beside the running service: FROM=file
	@.venv/bin/python -m deploy.backup drill "$(FROM)"

bench: env ## measure speed and memory
	.venv/bin/python -m tests.bench

bench-understanding: env ## measure understanding beside Rasa's own pipeline, about half an hour
	bot/.venv/bin/python -m tests.understanding.bench

bench-safety: train ## measure danger signs, verdicts and personal data: WHOLE=1 also asks the whole service
	.venv/bin/python -m tests.safety_bench.bench $(if $(WHOLE),--whole)

env: ## make both Python environments, or leave them if their locks have not changed
	@$(PY) deploy/environments.py all

lock: ## write both locks again from requirements.in and bot/requirements.in
	sh deploy/lock.sh
