# make demo: build the command line and show the answer of the main scenario
# make test: all tests, the official clients among them        make bench: figures beside peers        make format: swift-format
# make server: the mock cloud for programs of your own
# make browser: looks at reports in headless Chromium
# make documents: runs the commands whose output the documents show, and compares
# make calibrate: how often intervals cover the truth, and what decisions give away, on worlds whose truth is known

SHELL := /bin/bash
REQUIRED := liblapack-dev libsqlite3-dev zlib1g-dev
OPTIONAL := libopenblas0-pthread

# One BLAS thread unless the user chose otherwise: small matrices, and the same last digits everywhere.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1

.PHONY: demo server test browser documents bench calibrate format packages

demo: packages
	swift build -c release --product finegrain
	.build/release/finegrain sweep scenarios/email-2008.yaml

server: packages
	swift build -c release --product finegrain-server

test: ENVIRONMENT := python3-venv
test: packages
	swift build --build-tests
	swift test --skip-build
	Tests/Clients/run

# Chromium is Debian's; the sweeps that it looks at are small.
browser: ENVIRONMENT := chromium
browser: packages
	swift build --product finegrain
	Tests/Browser/run

documents: packages
	swift build -c release --product finegrain
	Tests/Documents/run

# The peers live in a virtual environment, for which Debian's Python wants a package of its own.
bench: ENVIRONMENT := python3-venv wrk
bench: packages
	Sources/Benchmarks/bench

# Two thousand experiments of each kind, thirty seeds of each decision; EXPERIMENTS=200 SEEDS=3 for a first look.
calibrate: packages
	swift build -c release --product Calibration
	.build/release/Calibration intervals $(EXPERIMENTS)
	.build/release/Calibration actions $(ACTIONS)
	.build/release/Calibration decisions $(SEEDS)

format:
	swift format --in-place --parallel --recursive Sources Tests Package.swift

# Installs what is missing as root or with sudo; else says what to install, and stops if it is required.
packages:
	@required=""; optional=""; \
	if ! command -v dpkg-query >/dev/null; then \
	  echo "Needed: LAPACK, SQLite and zlib with headers (Debian calls them $(REQUIRED))." >&2; exit 0; \
	fi; \
	has() { dpkg-query -W -f='$${Status}' "$$1" 2>/dev/null | grep -q ' installed$$'; }; \
	for package in $(REQUIRED); do has $$package || required="$$required $$package"; done; \
	for package in $(OPTIONAL); do has $$package || optional="$$optional $$package"; done; \
	if [ -n "$(ENVIRONMENT)" ] && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then \
	  required="$$required python3-venv"; \
	fi; \
	for program in $(filter-out python3-venv,$(ENVIRONMENT)); do \
	  command -v $$program >/dev/null || required="$$required $$program"; \
	done; \
	[ -z "$$required$$optional" ] && exit 0; \
	run=""; \
	if [ "$$(id -u)" = 0 ]; then run=env; elif sudo -n true 2>/dev/null; then run="sudo -n env"; fi; \
	if [ -n "$$run" ] && command -v apt-get >/dev/null; then \
	  echo "installing$$required$$optional"; \
	  apt="$$run DEBIAN_FRONTEND=noninteractive apt-get -qq"; \
	  $$apt update; \
	  if [ -n "$$required" ] && $$apt install -y $$required >/dev/null; then required=""; fi; \
	  if [ -n "$$optional" ] && $$apt install -y $$optional >/dev/null; then optional=""; fi; \
	fi; \
	if [ -n "$$optional" ]; then echo "Optional, a faster BLAS: apt-get install$$optional" >&2; fi; \
	if [ -n "$$required" ]; then echo "Missing: apt-get install$$required" >&2; exit 1; fi
