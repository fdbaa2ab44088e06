# Two commands: `make run` and `make test`. Everything they need and do stands in tools/bootstrap.py.
MAKEFLAGS += --no-print-directory

FIT := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	"$$p" -c '$(FIT)' >/dev/null 2>&1 && echo "$$p" && break; done)
endif

.PHONY: run test check bench lock

run test check bench lock:
	@test -n "$(PYTHON)" || { echo "Bihuan needs Python 3.11 or newer with its venv module; none was found on PATH." >&2; \
		echo "Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python@3.13. Or: make $@ PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" tools/bootstrap.py $@ $(ARGS)
