# Every target does its own set-up: a virtual environment in .venv, and Debian's packages where that is permitted.

.PHONY: install uninstall run test test-long sim lint setup bench-detection clean help

help:
	@echo 'make run        set up, then netwatch demo: a small city that breaks by itself, watched'
	@echo 'make test       set up, then lint, types, arrows and the tests (about ten minutes)'
	@echo 'make test-long  the whole lab, all recordings, ten quiet minutes (half an hour)'
	@echo 'make sim        simulated days under seeded faults, scored: SEED=1 DAYS=200 KIND=single|overlapping|week|lossy'
	@echo 'make bench-detection  the same cuts under netwatch, Nagios 4 and Icinga 2 (14 minutes, as root)'
	@echo 'make install    as root: the service, or its upgrade with a way back; make uninstall (PURGE=1: with all data)'
	@echo 'make clean      remove what the targets above have made'

run: .venv/run.ready
	@.venv/bin/netwatch demo

test: .venv/test.ready
	@scripts/test

test-long: .venv/test.ready
	@scripts/test-long

sim: .venv/test.ready
	@.venv/bin/python -m tests.sim.score --seed $(or $(SEED),1) --days $(or $(DAYS),200) --kind $(or $(KIND),single)

bench-detection: .venv/bench.ready
	@.venv/bin/python -m bench.detection

install:
	@scripts/install

uninstall:
	@scripts/uninstall

lint: .venv/test.ready
	@scripts/lint

setup: .venv/test.ready

.venv/run.ready: pyproject.toml scripts/setup
	@scripts/setup run

.venv/test.ready: pyproject.toml scripts/setup
	@scripts/setup test

.venv/bench.ready: pyproject.toml scripts/setup
	@scripts/setup bench

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
