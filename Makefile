# Two commands do everything on a fresh machine: `make run` and `make test`.
# Both say what they do, and do again only what is missing.

CARGO ?= cargo
HAEDAP := target/release/haedap
LISTEN ?= 127.0.0.1:8080
JUDGED := $(foreach set,dev second fifth sixth,--judgments corpus/eval/$(set).jsonl)

.PHONY: run test api lint bench eval quality fit fuzz clean

run:
	@echo "== building haedap (the first time takes a minute or two)"
	@$(CARGO) build --release --locked --quiet
	@echo "== the Korean dictionary"
	@$(HAEDAP) dictionary install
	@$(HAEDAP) search 환불 >/dev/null 2>&1 \
		|| { echo "== indexing the articles of corpus/"; $(HAEDAP) reindex; }
	@echo "== serving on http://$(LISTEN); stop with Ctrl-C. Try in another terminal:"
	@echo "   curl 'http://$(LISTEN)/api/v1/search?q=%EC%98%81%EC%88%98%EC%A6%9D'"
	@echo "   curl http://$(LISTEN)/kakao/skill -d '{\"userRequest\":{\"utterance\":\"왜 제 챗봇 끊겼어요ㅠㅠ\"}}'"
	@echo "   $(HAEDAP) ask '카드 영수증 어디서 봐요?'"
	@exec $(HAEDAP) serve --listen $(LISTEN)

test:
	@echo "== building haedap and its tests (the first time takes a minute or two)"
	@$(CARGO) build --locked --quiet
	@$(CARGO) test --locked --quiet --no-run
	@echo "== the Korean dictionary"
	@target/debug/haedap dictionary install
	@echo "== PostgreSQL, for the tests of the wallet source"
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq -y --no-install-recommends postgresql >/dev/null; } \
		|| { sudo -n apt-get update -qq && sudo -n apt-get install -qq -y --no-install-recommends postgresql >/dev/null; } 2>/dev/null \
		|| echo "   left out: it is missing and cannot be installed; the other three sources are tested"
	@echo "== running every test"
	@rm -rf target/tmp/logs
	@if $(CARGO) nextest --version >/dev/null 2>&1; then $(CARGO) nextest run --locked; else $(CARGO) test --locked; fi
	@echo "== what was logged meanwhile"
	@tests/logs
	@echo "== the widget and the help center in a real browser"
	@tests/browser/run

# Random calls of every route of src/http/openapi.json; about a minute.
api:
	@$(CARGO) build --locked --quiet
	@target/debug/haedap dictionary install
	@echo "== random calls of every route"
	@tests/api/run

# Everything but the tests that decides whether a change may land.
lint:
	@echo "== format, clippy, documentation"
	@$(CARGO) fmt --check
	@$(CARGO) clippy --locked --quiet --all-targets -- -D warnings
	@RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --quiet --no-deps

# Speed, compared side by side in one run; see benches/README.md.
bench:
	@$(CARGO) bench --locked --bench analysis
	@$(CARGO) bench --locked --bench search
	@$(CARGO) bench --locked --bench suggest
	@$(CARGO) bench --locked --bench pages

# Quality, against the committed figures.
eval:
	@$(CARGO) build --release --locked --quiet
	@$(HAEDAP) dictionary install
	@$(HAEDAP) reindex --index target/eval-index
	@$(HAEDAP) eval --index target/eval-index --baseline corpus/eval/baseline.json

# All there is to say about quality, written to docs/quality.md from templates/quality.md; a few minutes.
quality:
	@echo "== building haedap"
	@$(CARGO) build --release --locked --quiet
	@$(HAEDAP) dictionary install
	@$(HAEDAP) reindex --index target/eval-index
	@$(HAEDAP) eval --index target/eval-index $(JUDGED) \
		--learn corpus/eval/third.jsonl --report docs/quality.md

# New weights and thresholds, cross-validated; a minute or two.
fit:
	@$(CARGO) build --release --locked --quiet
	@$(HAEDAP) dictionary install
	@$(HAEDAP) reindex --index target/eval-index
	@$(HAEDAP) eval --index target/eval-index $(JUDGED) \
		--learn corpus/eval/third.jsonl --own-state corpus/eval/fourth.jsonl --fit corpus/lexicon/ranking.toml

clean:
	@rm -rf target

# A million random texts through the analysis, 200,000 random responses through the checker of Kakao's limits;
# `make test` runs a share of both.
fuzz:
	@$(CARGO) test --locked --test it -- --ignored a_million_random_texts two_hundred_thousand_responses
