# `make` alone lists what there is. Only Python 3.11 or later is needed; everything else is installed into .venv.

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DELETE_ON_ERROR:
unexport PYTHONPATH PYTHONHOME  # another checkout's code has no business here

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PEERS := .bench-venv
CATALOGUES := $(wildcard src/whygrad/locale/*/LC_MESSAGES/whygrad.po)

# An environment that was made in another directory (a copied checkout), or whose Python is gone, is made anew.
STALE := $(shell test "$$(cat $(STAMP) 2>/dev/null)" = "$$(pwd -P)" && $(PY) -c '' 2>/dev/null || echo stale)

.PHONY: help setup demo test lint format messages docs bench rates fuzz stale

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: $(STAMP) $(CATALOGUES:.po=.mo) ## make .venv and install whygrad into it, for development

$(STAMP): pyproject.toml hatch_build.py $(STALE)
	@python=$$(sh tools/find-python) && \
	echo "installing whygrad and its tools into $(VENV) ($$("$$python" --version))" && \
	"$$python" -m venv --clear $(VENV) && \
	$(PY) -m pip install --quiet --quiet --disable-pip-version-check --editable '.[dev]' && \
	pwd -P > $@

%.mo: %.po | $(STAMP)
	@$(PY) -m tools.catalogues compile

# The seed is wrong, so exit code 1 is what both runs should give; anything else fails. (A broken installation exits with 1 too:
# hence --version first.)
define check_the_seed
	@echo '$$ whygrad check --lang $(1) examples/seed/neuron.py'; \
	$(VENV)/bin/whygrad check --lang $(1) examples/seed/neuron.py; code=$$?; \
	test $$code -eq 1 || { echo "demo: exit code $$code where 1 is due" >&2; exit 1; }
endef

demo: setup ## answer the question that whygrad was founded on, in Portuguese and in English
	@$(VENV)/bin/whygrad --version > /dev/null
	$(call check_the_seed,pt-BR)
	@echo; echo '----------------------------------------------------------------'; echo
	$(call check_the_seed,en)

test: lint ## everything that .ci/run does: lint, then the tests
	@sh tools/get-chromium
	@$(PY) -m pytest --numprocesses auto --dist loadfile

lint: setup ## ruff, mypy, the floors, the catalogues
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m tools.catalogues check

format: setup ## put the code into the house style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

messages: setup ## extract the messages, bring every catalogue up to date
	@$(PY) -m tools.catalogues update

docs: setup ## build the documentation's site into build/site
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict --quiet
	@echo "the site is in build/site: open build/site/index.html, or, to search in it, python3 -m http.server --directory build/site"

# PyTorch's plain package brings gigabytes for GPUs along, and this one is for the CPU alone.
$(PEERS)/.installed: benchmarks/peers.txt pyproject.toml | $(STAMP)
	@echo "installing what whygrad is measured beside into $(PEERS)" && \
	$(PY) -m venv --clear $(PEERS) && \
	$(PEERS)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --editable . -r benchmarks/peers.txt && \
	touch $@

bench: setup $(PEERS)/.installed ## beside micrograd, autograd, PyTorch and JAX: gradients, tracing, checking, start-up, into docs/benchmarks.md (BENCH=full: longer)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PEERS)/bin/python -m benchmarks.peers $(BENCH)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PEERS)/bin/python -m benchmarks tracing checking candidates seed $(BENCH)
	@test "$(BENCH)" != full || $(PY) -m benchmarks arrays
	@test "$(BENCH)" != full || OMP_NUM_THREADS=1 $(PEERS)/bin/python -m benchmarks drawing

rates: setup ## run the corpora of right and wrong programs and the mutants, and write the rates into docs/rates.md; it goes on where it stopped
	@$(PY) -m benchmarks rates
	@$(PY) -m benchmarks.diagnosis.arrays

fuzz: setup ## compare random programs with JAX, and compiled ones with the graph; it goes on where it stopped (FUZZ="--programs 20000" for more)
	@$(PY) -m tools.fuzz $(FUZZ)
