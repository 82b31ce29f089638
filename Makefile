# make demo: build the command line and show the answer of the main scenario
# make test: all tests        make bench: figures beside peers        make format: swift-format

SHELL := /bin/bash
REQUIRED := liblapack-dev libsqlite3-dev
OPTIONAL := libopenblas0-pthread
PACKAGES := $(REQUIRED) $(OPTIONAL)

# One BLAS thread unless the user chose otherwise: small matrices, and the same last digits everywhere.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1

.PHONY: demo test bench format packages

demo: packages
	swift build -c release --product finegrain
	.build/release/finegrain sweep scenarios/email-2008.yaml

test: packages
	swift test

bench: packages
	Sources/Benchmarks/bench

format:
	swift format --in-place --parallel --recursive Sources Tests Package.swift

# Installs what is missing as root or with sudo; else says what to install.
packages:
	@missing=""; \
	for package in $(PACKAGES); do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	if ! command -v dpkg >/dev/null; then \
	  echo "Needed: LAPACK and SQLite with headers (here they are called $(REQUIRED))." >&2; exit 0; \
	fi; \
	if [ "$$(id -u)" = 0 ]; then run=""; elif sudo -n true 2>/dev/null; then run="sudo -n"; else run="no"; fi; \
	if [ "$$run" != no ]; then \
	  echo "installing$$missing"; \
	  $$run apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$run apt-get install -y -qq $$missing >/dev/null && exit 0; \
	fi; \
	for package in $(REQUIRED); do \
	  case " $$missing " in *" $$package "*) echo "Missing:$$missing. Install with: apt-get install$$missing ($(OPTIONAL) is optional)" >&2; exit 1;; esac; \
	done; \
	echo "Optional and missing:$$missing (a faster BLAS)" >&2
