# Cổng bạn đọc. `make run` serves it, `make test` proves it, `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOOPS := $(wildcard portal/search/loops/*.py[xd])
PIP := $(BIN)/python -m pip --disable-pip-version-check

export PYTHON

.PHONY: help run setup dev test lint format lock translations clean

help: ## Liệt kê các lệnh
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup ## Chuẩn bị (lần đầu) rồi chạy ở http://127.0.0.1:8000 (PORT= để đổi cổng)
	@exec $(BIN)/portal serve

setup: $(VENV)/.portal ## Cài đặt, tạo cơ sở dữ liệu, nạp dữ liệu mẫu lần đầu, lập chỉ mục
	@$(BIN)/portal setup

dev: setup ## Như run, nhưng tự nạp lại khi sửa mã nguồn
	@exec $(BIN)/portal serve --dev

test: $(VENV)/.dev ## Chạy mọi kiểm thử, cả bằng trình duyệt thật (TESTS= để chọn, ARGS= để thêm)
	@browser=$$($(BIN)/python tools/install_browser.py) || exit 1; \
	PORTAL_TEST_BROWSER="$$browser" $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS) $(TESTS)

lint: $(VENV)/.dev ## Kiểm tra mã nguồn: ruff, mypy, ranh giới các phần
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev ## Sắp lại mã nguồn cho đúng kiểu
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

translations: $(VENV)/.dev ## Gom chuỗi cần dịch và biên dịch bản tiếng Anh
	@$(BIN)/python -m tools.translations

lock: $(VENV)/.dev ## Khóa lại phiên bản và mã băm của các gói
	@$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
		--custom-compile-command "make lock" --no-emit-index-url \
		--output-file requirements.txt pyproject.toml
	@$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
		--custom-compile-command "make lock" --no-emit-index-url --extra dev \
		--constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## Xóa những gì tạo lại được; giữ nguyên dữ liệu trong instance/
	rm -rf $(VENV) portal/search/loops/*.c portal/search/loops/*.so build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './instance/*' -prune -exec rm -rf {} +

# Stamps: what is newer than its stamp is done again, nothing else is.
$(VENV)/.made:
	@echo "Tạo môi trường Python…" && tools/bootstrap $(VENV) && touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	@echo "Cài các gói cần để chạy…"
	@$(PIP) install --require-hashes -r requirements.txt && touch $@

$(VENV)/.portal: pyproject.toml setup.py $(LOOPS) $(VENV)/.runtime
	@echo "Biên dịch các vòng lặp của bộ tìm kiếm…"
	@$(PIP) --quiet install --no-deps --no-build-isolation -e . && touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.portal
	@echo "Cài các gói để kiểm thử…"
	@$(PIP) install --require-hashes -r requirements-dev.txt && touch $@
