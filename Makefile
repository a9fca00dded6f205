# Pembinaan Pustakawan. `make serve` is all a newcomer needs; `make help` lists the rest.
# Set on the line where wanted: PORT=8001 HOST=0.0.0.0 DATA_DIR=/folder DATABASE_URL=... REDIS_URL=... DEMO=0 PYTHON=...

PYTHON ?= python3
RUN = .venv/bin/python
INSTALL = $(PYTHON) -I baubau_pembinaan/embedded/install.py
EMBEDDED = $(RUN) -m baubau_pembinaan.embedded
PYTEST = $(RUN) -m pytest
# Some machines forbid Python to keep what it compiled; a hundred processes would then compile every file anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help serve install backup restore reset test check e2e shots bench soak vendor

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

serve: ## Install what is missing, then run everything until Ctrl-C
	@$(INSTALL) requirements.txt
	@$(EMBEDDED) serve

install: ## Make the virtual environment (LOCK=requirements-dev.txt for developers)
	@$(INSTALL) $(or $(LOCK),requirements.txt)

backup: ## Save database, uploaded files and key into one file (FILE=... to name it)
	@$(INSTALL) requirements.txt
	@$(EMBEDDED) backup $(if $(FILE),"$(FILE)")

restore: ## Bring back a backup: make restore FILE=... (checked before it replaces anything)
	@$(INSTALL) requirements.txt
	@$(EMBEDDED) restore "$(FILE)"

reset: ## Forget all data and start over (asks first; YES=1 does not ask)
	@$(INSTALL) requirements.txt
	@$(EMBEDDED) reset

test: ## The whole test suite, in parallel, on servers of its own
	@$(INSTALL) requirements-dev.txt
	@$(RUN) manage.py compile_translations
	$(PYTEST) -q -n auto --maxprocesses 8 --dist worksteal $(ARGS)

check: ## Style, floors, types, migrations, words, locks, deployment settings
	@$(INSTALL) requirements-dev.txt
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .ci/check

e2e: ## Browser journeys and accessibility, in the machine's chromium
	@$(INSTALL) requirements-e2e.txt
	@$(RUN) manage.py compile_translations
	$(PYTEST) -q -m e2e -n auto --maxprocesses 4 --dist worksteal tests/journeys $(ARGS)

shots: ## Screenshots of the main pages in both languages and two widths, into shots/
	@$(INSTALL) requirements-e2e.txt
	@$(RUN) manage.py compile_translations
	$(PYTEST) -q -m shots tests/journeys $(ARGS)

bench: ## The million-row benchmark, as quotients to the FLOOR page of the same run
	@$(INSTALL) requirements-dev.txt
	@$(RUN) manage.py compile_translations
	$(RUN) -m bench $(ARGS)

soak: ## The heavy proofs: many repetitions and kills, on servers of their own
	@$(INSTALL) requirements-dev.txt
	SOAK=1 $(PYTEST) -q -m "soak or not e2e" $(or $(ARGS),tests/embedded tests/notifications tests/reports/test_worker_killed.py tests/architecture)

vendor: ## Maintainers: renew the front-end files under static/ (needs npm)
	@$(RUN) .ci/vendor.py
