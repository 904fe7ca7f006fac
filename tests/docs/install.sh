# install.sh - what is installed is all there, and uninstall leaves nothing.
. "$TREE/tests/docs/lib.sh"

make_it() {
	make -C "$TREE" -s "$1" BUILD="$BUILD" DESTDIR="$PWD/root" PREFIX=/opt
}

installed() {
	(cd root/opt && find . ! -type d | sort)
}

wanted="./bin/cargo-layoutscope
./bin/layoutscope
./share/bash-completion/completions/layoutscope
./share/cmake/layoutscope/layoutscope-config.cmake
./share/doc/layoutscope/examples/CMakeLists.txt
./share/doc/layoutscope/examples/Makefile
./share/doc/layoutscope/examples/layoutscope.yaml
./share/doc/layoutscope/examples/meson.build
./share/doc/layoutscope/examples/server.c
./share/fish/vendor_completions.d/layoutscope.fish
./share/man/man1/layoutscope.1
./share/man/man5/layoutscope-json.5
./share/man/man5/layoutscope.yaml.5
./share/zsh/site-functions/_layoutscope"

ok_if "make install" make_it install
ok_if "all files are there" diff <(echo "$wanted") <(installed)
ok_if "the program runs" root/opt/bin/layoutscope ./server conn
ok_if "the completions are the program's" cmp \
    root/opt/share/zsh/site-functions/_layoutscope \
    <(layoutscope --completions=zsh)
ok_if "nobody is shut out" test -z "$(find root ! -perm -a+r)"
ok_if "make uninstall" make_it uninstall
ok_if "nothing is left" test -z "$(find root ! -type d)"
ok_if "no folder of its own is left" test -z "$(find root -name layoutscope)"
