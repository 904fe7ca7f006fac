# manual.sh - the pages of the manual are without fault, and show as text.
. "$TREE/tests/docs/lib.sh"

is_silent() {
	local said
	said=$("$@" 2>&1)
	echo "$said"
	[ -z "$said" ]
}

says() {
	mandoc -T ascii "$1" | sed 's,.\x08,,g' | grep -q "$2"
}

has mandoc "the manual's pages" || exit 0
for page in "$TREE"/man/*.[15]; do
	name=$(basename "$page")
	ok_if "mandoc -T lint $name" is_silent mandoc -T lint -W warning "$page"
	ok_if "$name has its name" says "$page" "$(basename "${name%.*}") "
done
