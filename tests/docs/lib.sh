# lib.sh - what the parts of this test have in common.

# ok_if WHAT COMMAND...: the command must succeed; what it says is shown
# where it does not.
ok_if() {
	local what=$1 said
	shift
	if said=$("$@" 2>&1); then
		echo "ok $what"
	else
		echo "FAILED $what: $said"
	fi
}

# Is it there?  If not, say that WHAT is skipped.
has() {
	command -v "$1" >/dev/null && return
	echo "skipped $2: no $1 here"
	return 1
}
