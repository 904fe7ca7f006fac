#!/bin/sh
# libdwarf2.sh - does the code for libdwarf 2 compile, wherever it is?
#
# Every source that sees libdwarf.h is compiled, and thrown away, against
# libdwarf2/libdwarf.h; and only libdwarf_compat.* may ask for the version or
# use what not both of them have in one form.
cd "$(dirname "$0")/../.." || exit 2
room=src/read/dwarf status=0
# the machine's dwarf.h, as the Makefile looks for it
include=$(pkg-config --cflags-only-I libdwarf 2>/dev/null ||
	echo -I/usr/include/libdwarf)
sources=$(grep -lE '"read/dwarf/libdwarf_[a-z]+\.h"' "$room"/*.c)
[ -n "$sources" ] || status=1
for source in $sources; do
	# shellcheck disable=SC2086 # each may be several words, or none
	${CC:-cc} -fsyntax-only -std=gnu11 -D_GNU_SOURCE -Wall -Wextra \
	    -Wconversion -Werror -Isrc -Itests/house/libdwarf2 $include \
	    "$source" || status=1
done
only='DW_LIBDWARF_VERSION|Dwarf_Obj_Access|\<dwarf_(object_|finish|formref)'
for source in "$room"/*.[ch]; do
	case $source in */libdwarf_compat.[ch]) continue ;; esac
	grep -nE "$only" "$source" /dev/null && status=1
done
[ "$status" -eq 0 ] || echo "house: not all is ready for libdwarf 2"
exit "$status"
