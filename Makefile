# Front Desk. `make run` is a desk on this machine; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

TOOLS := .frontdesk/tools
UV := $(TOOLS)/uv/bin/uv
DEV := $(TOOLS)/dev
PY := $(DEV)/bin/python
export PYTHONPATH := lambda:.
export UV_PYTHON_PREFERENCE ?= system

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -ts "$$(printf '\t')"

# --- tools: everything lands in .frontdesk/tools, nothing on the machine --------------------------------

$(UV): requirements/uv.txt
	@echo "· uv"
	@rm -rf $(TOOLS)/uv && python3 -m venv $(TOOLS)/uv || \
	  { echo "python3 has no venv module: install it (Debian: apt-get install python3-venv) and run make again" >&2; exit 1; }
	@$(TOOLS)/uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

# One stamp an environment: remade when its requirements change.
$(TOOLS)/%.stamp: requirements/%.txt .python-version $(UV)
	@echo "· $* environment"
	@$(UV) venv -q --allow-existing --python "$$(cat .python-version)" $(TOOLS)/$*
	@$(UV) pip sync -q --require-hashes --compile-bytecode --python $(TOOLS)/$*/bin/python $<
	@touch $@

# What functions run in on this machine: an interpreter with nothing installed.
$(TOOLS)/runtime/bin/python: .python-version $(UV)
	@$(UV) venv -q --clear --python "$$(cat .python-version)" $(TOOLS)/runtime
	@touch $@

# Node comes as a wheel too: no machine needs it beforehand.
NPM = PATH="$(CURDIR)/$(TOOLS)/node/bin:$$PATH" npm
$(TOOLS)/npm.stamp: requirements/package.json requirements/package-lock.json requirements/.npmrc $(TOOLS)/node.stamp
	@echo "· npm packages"
	@mkdir -p $(TOOLS)/npm && cp requirements/package.json requirements/package-lock.json requirements/.npmrc $(TOOLS)/npm/
	@cd $(TOOLS)/npm && $(NPM) ci --silent
	@touch $@

LOCK = $(UV) pip compile -q --upgrade --universal --generate-hashes --python-version "$$(cat .python-version)" --no-header
lock: $(UV) $(TOOLS)/node.stamp  ## bring every pinned requirement up to date
	for f in requirements alexa vault stripe codes; do $(LOCK) lambda/$$f.in -o lambda/$$f.txt; done
	cd requirements && for f in desk dev sam node gazetteer checkov bench; do $(LOCK:$(UV)%=../$(UV)%) $$f.in -o $$f.txt; done
	cd requirements && $(NPM) update --package-lock-only

# --- the desk on this machine ----------------------------------------------------------------------------

DESK := $(TOOLS)/desk/bin/python
desk-tools: $(TOOLS)/desk.stamp $(TOOLS)/sam.stamp $(TOOLS)/runtime/bin/python

run: desk-tools  ## the desk, in front: ctrl-C closes it
	@$(DESK) -m simulator run

up: desk-tools  ## the desk, in the background (or brought up to date where it runs)
	@$(DESK) -m simulator up

down: $(TOOLS)/desk.stamp  ## close the desk in the background
	@$(DESK) -m simulator down

clean-state: down  ## forget what the desk remembers: the next one starts afresh, with the demo's people and PINs
	@rm -rf "$${FRONTDESK_STATE:-.frontdesk/state}"

talk: $(TOOLS)/desk.stamp  ## a conversation: make talk [SAY="open front desk; help"] [CHANNEL=lex] [AS=omar] [JSON=1]
	@$(DESK) -m simulator.talk

load: $(TOOLS)/desk.stamp  ## a file of one's own: make load FILE=scores.csv KIND=scores (without FILE it says how)
	@$(DESK) -m simulator.load

token: $(TOOLS)/desk.stamp  ## an access token for the HTTP APIs: AS=maya|omar|dana|system|door [SCOPE=desk/customers.read]
	@$(DESK) -m simulator.signing_in

# --- the desk on AWS -------------------------------------------------------------------------------------

SAM := SAM_CLI_TELEMETRY=0 $(TOOLS)/sam/bin/sam

deploy: $(TOOLS)/sam.stamp $(TOOLS)/runtime/bin/python  ## the desk into your AWS account, the Lex bot too
	@$(SAM) build
	@$(SAM) deploy --guided

skill: $(TOOLS)/desk.stamp  ## the deployed desk's address into the skill package, for `ask deploy`
	@$(DESK) -m tools.skill

# --- trucks ------------------------------------------------------------------------------------------------

FLAGS ?=
replay: $(TOOLS)/desk.stamp  ## positions of trucks from FILE=….csv, SPEED=60 times faster than they were
	@$(DESK) -m simulator.trucks.replay "$(FILE)" --speed $(or $(SPEED),60) $(FLAGS)

device-key: $(TOOLS)/desk.stamp  ## the key with which the device of TRUCK=… reports over HTTP
	@$(DESK) -m simulator.trucks.device_key "$(TRUCK)"

bench-trucks: $(TOOLS)/desk.stamp  ## 100,000 positions through the deployed tracker (COUNT=…)
	@$(DESK) -m benchmarks.trucks --count $(or $(COUNT),100000)

# --- grades ------------------------------------------------------------------------------------------------

bench-grades: desk-tools  ## a file of 1,000,000 scores (ROWS=…) through the functions of a desk of its own; KILLS=10 kills workers
	@$(DESK) -m benchmarks.grades --rows $(or $(ROWS),1000000) --kills $(or $(KILLS),0)

# --- customers ---------------------------------------------------------------------------------------------

bench-api: $(TOOLS)/dev.stamp $(TOOLS)/desk.stamp $(TOOLS)/runtime/bin/python  ## points over HTTP: requests a second, p50 and p99 at 1, 8, 32 clients
	@$(PY) -m benchmarks.api --count $(or $(COUNT),640)
# --- tickets -----------------------------------------------------------------------------------------------

bench-booking: $(TOOLS)/desk.stamp $(TOOLS)/bench.stamp  ## BUYERS=10000 for SEATS=1000 through the deployed functions, which fail and are killed
	@$(DESK) -m benchmarks.booking --buyers $(or $(BUYERS),10000) --seats $(or $(SEATS),1000)

# --- what people can say ---------------------------------------------------------------------------------

models: $(TOOLS)/dev.stamp  ## Alexa's and Lex's models, from interactionModels/
	@$(PY) -m tools.models

# --- understanding ---------------------------------------------------------------------------------------

CHANNEL ?= alexa
LOCALE ?= en-US
nlu: $(TOOLS)/desk.stamp  ## measure the local understanding: FILE=….jsonl CHANNEL=alexa|lex LOCALE=en-US MODEL=…
	@$(DESK) -m simulator.nlu "$(FILE)" --channel $(CHANNEL) --locale $(LOCALE) $(if $(MODEL),--model "$(MODEL)")

# --- quality ---------------------------------------------------------------------------------------------

check: $(TOOLS)/dev.stamp $(TOOLS)/runtime/bin/python  ## lint, types, arrows, contracts, drift
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports
	$(PY) -m tools.models --check
	$(DEV)/bin/cfn-lint template.yaml stacks/*.yaml
	$(PY) -m tools.gates

bench-import: $(TOOLS)/dev.stamp $(TOOLS)/runtime/bin/python  ## instructions and CPU of each function's cold start
	@$(PY) -m benchmarks.imports

scan: $(TOOLS)/dev.stamp $(TOOLS)/checkov.stamp  ## security linters: bandit over the code, checkov over the templates
	$(DEV)/bin/bandit -q -r lambda simulator tools benchmarks -ll
	@$(PY) -m tools.templates .frontdesk/transformed 2>/dev/null
	$(TOOLS)/checkov/bin/checkov --config-file requirements/checkov.yaml -f template.yaml stacks/*.yaml .frontdesk/transformed/*.json

test: $(TOOLS)/dev.stamp $(TOOLS)/npm.stamp $(TOOLS)/sam.stamp $(TOOLS)/runtime/bin/python  ## every test
	$(PY) -m pytest -n 2

soak: $(TOOLS)/dev.stamp  ## replay events of bookings, points …: SEQUENCES=10000 of each test
	SEQUENCES=$(or $(SEQUENCES),10000) $(PY) -m pytest -n 2 -m soak --hypothesis-show-statistics tests/unit

clean:  ## forget everything that was made here
	rm -rf .frontdesk .aws-sam

# Whatever the list above shows is a command, not a file.
.PHONY: desk-tools $(shell sed -nE 's/^([a-z-]+):.*## .*/\1/p' Makefile)
