#!/bin/sh
# run.sh - broken files end in a clean answer or a clean error.
#
# 200 truncations and 200 byte flips of compiled fixtures (200 and 2,000 of
# each with FULL in the environment), from a fixed seed: never a signal, never
# an internal error, never more than ten seconds, and JSON that can be read
# wherever the status is 0.  And an input that gets shorter while it is read.
cd "$(dirname "$0")" || exit 2
export LAYOUTSCOPE="${LAYOUTSCOPE:-$PWD/../../build/layoutscope}"
exec "${PYTHON:-/usr/bin/python3}" ./break_files.py
