# complete.sh - completion scripts load, and complete.
. "$TREE/tests/docs/lib.sh"

# bash_gives LINE: what bash offers at its end; bash parts words at "=".
bash_gives() {
	bash --norc -c '
		. /usr/share/bash-completion/bash_completion
		. ./script.bash
		COMP_LINE=$1
		COMP_WORDS=(${1//=/ = })
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		COMP_POINT=${#COMP_LINE}
		_layoutscope 2>/dev/null
		printf "%s\n" "${COMPREPLY[@]}"' bash "$1"
}

# fish_gives LINE: what fish offers at its end.
fish_gives() {
	fish --no-config -c "source script.fish; complete -C '$1'" | cut -f 1
}

# offers SHELL WANTED LINE: WANTED is one of the things offered.
offers() {
	"${1}_gives" "$3" >offered
	cat offered
	grep -qxe "$2" offered
}

zsh_loads() {
	zsh -f -c 'fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D
	    [[ $_comps[layoutscope] == _layoutscope ]] &&
	    autoload -Uz +X _layoutscope'
}

# What zsh is told to offer: a word a line, an option as it stands there.
# To be asked for completions it wants a terminal, which a test has not.
zsh_gives() {
	zsh -f -c '_arguments() { print -rl -- "$@" }; . ./_layoutscope' |
	    sed 's/\[[^]]*\]//'
}

for shell in bash zsh fish; do
	layoutscope --completions=$shell >script.$shell
	ok_if "a script for $shell" test -s script.$shell
done
cp script.zsh _layoutscope

if has bash "bash"; then
	ok_if "bash -n" bash -n script.bash
	if [ -e /usr/share/bash-completion/bash_completion ]; then
		ok_if "bash: --co" offers bash --color= 'layoutscope --co'
		ok_if "bash: --ascii has no =" offers bash --ascii 'layoutscope --asc'
		ok_if "bash: --color=a" offers bash always 'layoutscope --color=a'
		ok_if "bash: --format n" offers bash ndjson 'layoutscope --format n'
		ok_if "bash: a command" offers bash list 'layoutscope li'
		ok_if "bash: a file" offers bash server 'layoutscope list se'
	else
		echo "skipped bash: no bash-completion here"
	fi
fi
if has zsh "zsh"; then
	ok_if "zsh -n" zsh -n script.zsh
	ok_if "zsh loads it" zsh_loads
	ok_if "zsh: --color" offers zsh '--color=:color:(auto always never)'
	ok_if "zsh: -j or --jobs" offers zsh '(-j --jobs)-j-::jobs:'
	ok_if "zsh: a command" offers zsh '.*commands:command:(list .*'
fi
if has fish "fish"; then
	ok_if "fish --no-execute" fish --no-execute script.fish
	ok_if "fish: --co" offers fish --color 'layoutscope --co'
	ok_if "fish: --color=a" offers fish --color=always 'layoutscope --color=a'
	ok_if "fish: a command" offers fish list 'layoutscope li'
	ok_if "fish: a file" offers fish server 'layoutscope list se'
fi
