# make            build the command and the library; installs nothing
# make check      every test but the long ones; needs what deps-check installs
# make check-san  the same under AddressSanitizer and UBSan
# make check-full the long ones too
# make fuzz       build the fuzz targets and their seeds, and say how to run
# make deps       install what the build and the demo need (Debian)
# make deps-build install what the build alone needs
# make deps-check install what the tests need too
# make demo       build, and look at a C and a Rust program
# make install    into DESTDIR and PREFIX
# WERROR=-Werror  as CI does
#
# Sources are found by room, and the rooms are named once, here.  A new file
# needs no line in this Makefile; a new room needs one word.

ROOMS    = base model object read analyse report judge render work
CC      ?= cc
CFLAGS  ?= -O2 -g
BUILD   ?= build
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share
INSTALL ?= install
PYTHON  ?= /usr/bin/python3

# libdwarf: 2021's has no .pc file and its headers in a folder of their own.
DWARF_CPPFLAGS := $(shell pkg-config --cflags libdwarf 2>/dev/null || \
                    echo -I/usr/include/libdwarf)
DWARF_LIBS     := $(shell pkg-config --libs libdwarf 2>/dev/null || \
                    echo -ldwarf)

WARN     = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
           -Wmissing-prototypes -Wpointer-arith -Wvla $(WERROR)
LS_CPPFLAGS = -Isrc -D_GNU_SOURCE $(DWARF_CPPFLAGS) $(CPPFLAGS)
ALL_CFLAGS = -std=gnu11 -fvisibility=hidden -pthread $(WARN) $(CFLAGS) $(SAN)
ALL_LIBS = $(DWARF_LIBS) -lelf -lcjson -lyaml -lz -pthread $(LDLIBS)

LIB_SRC  = $(foreach r,$(ROOMS),$(wildcard src/$r/*.c src/$r/*/*.c))
CMD_SRC  = $(wildcard cmd/*.c)
UNIT_SRC = $(wildcard tests/unit/test_*.c)
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  = $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT     = $(UNIT_SRC:%.c=$(BUILD)/%)
FUZZ     = $(patsubst %,$(BUILD)/tests/fuzz/fuzz_%,baseline dwarf gate object \
             snapshot)
# What drives a fuzz target: files named on the command line, or libFuzzer.
DRIVER   = $(BUILD)/tests/fuzz/replay.o

all: $(BUILD)/layoutscope

$(BUILD)/layoutscope: $(CMD_OBJ) $(BUILD)/liblayoutscope.a
	$(CC) $(LDFLAGS) $(SAN) -o $@ $^ $(ALL_LIBS)

$(BUILD)/liblayoutscope.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/liblayoutscope.a
	$(CC) $(LDFLAGS) $(SAN) -o $@ $^ -lcmocka $(ALL_LIBS)

$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o \
    $(BUILD)/tests/fuzz/fuzz.o $(BUILD)/tests/fuzz/fuzz_fixed.o $(DRIVER) $(BUILD)/liblayoutscope.a
	$(CC) $(LDFLAGS) $(SAN) $(LIBFUZZER) -o $@ $^ $(ALL_LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(LS_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Each kind of test is a folder with a run.sh that ends on "NAME: N passed, N
# failed"; tests/check.sh runs them in turn and adds up.
check: all $(UNIT) $(FUZZ)
	BUILD=$(BUILD) PYTHON=$(PYTHON) tests/check.sh

check-san:
	$(MAKE) check BUILD=build-san \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer" \
	    SAN="-fsanitize=address,undefined -fno-sanitize-recover=all"

check-full: all $(UNIT) $(FUZZ)
	BUILD=$(BUILD) PYTHON=$(PYTHON) tests/check.sh --full

# One target at a time; what is found goes into tests/fuzz/corpus.
fuzz: all
	$(MAKE) fuzz-targets BUILD=build-fuzz CC=clang DRIVER= \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer" LIBFUZZER=-fsanitize=fuzzer \
	    SAN="-fsanitize=fuzzer-no-link,address,undefined \
	        -fno-sanitize-recover=all"
	LAYOUTSCOPE=$(BUILD)/layoutscope $(PYTHON) tests/fuzz/make_seeds.py \
	    build-fuzz/seeds
	@echo "mkdir -p build-fuzz/dwarf && cd build-fuzz/dwarf && nice" \
	    "../tests/fuzz/fuzz_dwarf -timeout=5 -rss_limit_mb=1024" \
	    ". ../seeds/dwarf"

fuzz-targets: $(FUZZ)

DEPS       = gcc libc6-dev make pkg-config libdwarf-dev libelf-dev zlib1g-dev \
             libcjson-dev libyaml-dev
DEPS_DEMO  = rustc
DEPS_CHECK = $(DEPS_DEMO) libcmocka-dev g++ clang python3 mandoc zsh fish \
             bash-completion jq patch python3-jsonschema python3-yaml \
             cmake meson ninja-build cargo libjemalloc2 libmimalloc2.0
APT_GET    = DEBIAN_FRONTEND=noninteractive apt-get
SUDO       = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
DEPS_GET   = $(SUDO) sh -c '$(APT_GET) update -q && $(APT_GET) install -q -y \
             --no-install-recommends $(1)'

deps:
	$(call DEPS_GET,$(DEPS) $(DEPS_DEMO))

deps-build:
	$(call DEPS_GET,$(DEPS))

deps-check:
	$(call DEPS_GET,$(DEPS) $(DEPS_CHECK))

# A kernel with DWARF is large: it stays in a folder outside the tree.
BENCH_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/layoutscope
BENCH_DEPS   = dwarves python3-drgn bpftool $(DEPS_DEMO)

bench: all
	$(SUDO) sh -c '$(APT_GET) install -q -y $(BENCH_DEPS)'
	tests/bench/fetch.sh $(BENCH_CACHE)
	$(PYTHON) tests/bench/bench.py $(BUILD)/layoutscope $(BENCH_CACHE) --write
	LAYOUTSCOPE=$(BUILD)/layoutscope $(PYTHON) tests/oracle/check_promises.py $(BENCH_CACHE)/vmlinux

format:
	clang-format -i $(wildcard cmd/*.[ch] src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] tests/unit/*.[ch])

# A C and a Rust program are compiled, and looked at.
RUSTC ?= rustc
DEMO   = $(BUILD)/demo

$(BUILD)/demo/server: fixtures/c/server.c
	@mkdir -p $(@D)
	$(CC) -g -o $@ $<

$(BUILD)/demo/shapes: fixtures/rust/shapes.rs
	@mkdir -p $(@D)
	$(RUSTC) --edition=2021 -g -o $@ $<

demo: $(BUILD)/layoutscope $(DEMO)/server $(DEMO)/shapes
	@echo; echo '$$ $(BUILD)/layoutscope $(DEMO)/server conn'
	@$(BUILD)/layoutscope $(DEMO)/server conn
	@echo; echo '$$ $(BUILD)/layoutscope $(DEMO)/shapes Outer'
	@$(BUILD)/layoutscope $(DEMO)/shapes Outer
	@echo; echo '$$ $(BUILD)/layoutscope --json $(DEMO)/server timer'
	@$(BUILD)/layoutscope --json $(DEMO)/server timer

BASH_DIR = $(DATADIR)/bash-completion/completions
ZSH_DIR  = $(DATADIR)/zsh/site-functions
FISH_DIR = $(DATADIR)/fish/vendor_completions.d
CMAKE_DIR = $(DATADIR)/cmake/layoutscope
EXAMPLES_DIR = $(DATADIR)/doc/layoutscope/examples
PAGES    = $(wildcard man/*.[1-9])
EXAMPLES = $(wildcard share/examples/*)

# The program itself writes the completions.
install: $(BUILD)/layoutscope
	$(INSTALL) -d $(addprefix $(DESTDIR),$(BINDIR) $(BASH_DIR) $(ZSH_DIR) $(FISH_DIR) $(CMAKE_DIR) $(EXAMPLES_DIR))
	$(INSTALL) -m 755 $< $(DESTDIR)$(BINDIR)/layoutscope
	ln -sf layoutscope $(DESTDIR)$(BINDIR)/cargo-layoutscope
	$(INSTALL) -m 644 share/cmake/layoutscope.cmake $(DESTDIR)$(CMAKE_DIR)/layoutscope-config.cmake
	$(INSTALL) -m 644 $(EXAMPLES) $(DESTDIR)$(EXAMPLES_DIR)
	for page in $(PAGES); do \
	    dir=$(DESTDIR)$(MANDIR)/man$${page##*.}; \
	    $(INSTALL) -d $$dir && $(INSTALL) -m 644 $$page $$dir/ || exit; \
	done
	$< --completions=bash >$(BUILD)/completion
	$(INSTALL) -m 644 $(BUILD)/completion $(DESTDIR)$(BASH_DIR)/layoutscope
	$< --completions=zsh >$(BUILD)/completion
	$(INSTALL) -m 644 $(BUILD)/completion $(DESTDIR)$(ZSH_DIR)/_layoutscope
	$< --completions=fish >$(BUILD)/completion
	$(INSTALL) -m 644 $(BUILD)/completion $(DESTDIR)$(FISH_DIR)/layoutscope.fish

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/layoutscope $(DESTDIR)$(BINDIR)/cargo-layoutscope \
	    $(DESTDIR)$(CMAKE_DIR)/layoutscope-config.cmake
	rm -f $(addprefix $(DESTDIR)$(EXAMPLES_DIR)/,$(notdir $(EXAMPLES)))
	for page in $(notdir $(PAGES)); do \
	    rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; \
	done
	rm -f $(DESTDIR)$(BASH_DIR)/layoutscope $(DESTDIR)$(ZSH_DIR)/_layoutscope \
	    $(DESTDIR)$(FISH_DIR)/layoutscope.fish
	for dir in $(CMAKE_DIR) $(EXAMPLES_DIR) $(dir $(EXAMPLES_DIR)); do \
	    rmdir "$(DESTDIR)$$dir" 2>/dev/null || :; \
	done

clean:
	rm -rf build build-san build-fuzz

.PHONY: all check check-san check-full fuzz fuzz-targets deps deps-build deps-check bench demo install uninstall format clean
.SECONDARY:
.DELETE_ON_ERROR:
-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT:=.d) $(FUZZ:=.d)
-include $(patsubst %,$(BUILD)/tests/fuzz/%.d,fuzz fuzz_fixed replay)
