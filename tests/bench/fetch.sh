#!/bin/sh
# fetch.sh FOLDER - put a Debian kernel with DWARF there, as FOLDER/vmlinux.
set -eu
mkdir -p "$1" && cd "$1"
[ -s vmlinux ] && exit 0
package=$(apt-cache pkgnames linux-image-6.1 | grep -E -- '-cloud-amd64-dbg$' |
    sort -V | tail -n 1)
apt-get download "$package"
dpkg-deb --fsys-tarfile ./"$package"_*.deb |
    tar -x -O --wildcards './usr/lib/debug/boot/vmlinux-*' >vmlinux.part
mv vmlinux.part vmlinux
