#!/bin/sh
# run.sh - both readers, and any number of threads, give the same page.
#
# Every fixture is compiled by every compiler that is here, with one version
# of DWARF each by turns (with FULL in the environment: with all of them), and
# read by the scanner on one and on eight threads and by libdwarf.
cd "$(dirname "$0")" || exit 2
export LAYOUTSCOPE="${LAYOUTSCOPE:-$PWD/../../build/layoutscope}"
exec "${PYTHON:-/usr/bin/python3}" ./readers.py
