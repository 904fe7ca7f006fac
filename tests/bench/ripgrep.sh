#!/bin/sh
# ripgrep.sh FOLDER - does the layout engine give all of ripgrep's types again?
#
# Fetches Debian's source and the crates that it needs (run as root, with a
# deb-src line in apt's sources), builds it with types into FOLDER, and lists
# each type that no repr explains, with the reason.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
layoutscope=${LAYOUTSCOPE:-$here/build/layoutscope}
mkdir -p "$1" && cd "$1"
if [ ! -x rg ]; then
	crates=$(apt-cache showsrc ripgrep | sed -n 's/^Build-Depends: //p' |
	    tr ',' '\n' | grep -o 'librust-[a-z0-9+.-]*-dev' | sort -u)
	# shellcheck disable=SC2086 # the words are wanted one by one
	apt-get install -y --no-install-recommends $crates >/dev/null
	apt-get source ripgrep >/dev/null
	cd rust-ripgrep-*/
	rm -f Cargo.lock
	mkdir -p .cargo
	cat >.cargo/config.toml <<-END
	[source.crates-io]
	replace-with = "debian"
	[source.debian]
	directory = "/usr/share/cargo/registry"
	END
	# Not what only its tests and nightly compilers need.
	sed -i -e '/^\[dev-dependencies/,/^$/d' -e '/^\[\[test\]\]/,/^$/d' \
	    -e '/simd-accel/d' Cargo.toml
	cargo build --offline
	cp target/debug/rg ../rg
	cd ..
fi
"$layoutscope" --json rg >rg.json
"${PYTHON:-python3}" - <<'END'
import json
rows = [row for row in json.load(open("rg.json"))["types"] if "repr" in row]
left = [row for row in rows if row["repr"] is None]
for row in left:
    print(f"{row['name']}: {row['repr_note']}")
print(f"{len(rows)} types, {len(rows) - len(left)} laid out again")
END
