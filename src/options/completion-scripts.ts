// Completion scripts: each asks `buddyguard --completions WORDS...` for what may stand at the cursor, and leaves file names and
// the command behind `--` to the shell.
import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';

const bash = String.raw`# bash completion for buddyguard: source <(buddyguard completion bash)
_buddyguard() {
  local i cur="${'$'}{COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${'$'}{COMP_WORDS[i]} == -- ]] || continue
    if declare -F _command_offset >/dev/null; then
      _command_offset $((i + 1))
    elif ((COMP_CWORD == i + 1)); then
      COMPREPLY=($(compgen -c -- "$cur"))
    fi
    return
  done
  [[ $cur == = ]] && cur=''
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$(buddyguard --completions "${'$'}{COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)" -- "$cur"))
}
complete -o default -F _buddyguard buddyguard
`;

const zsh = String.raw`#compdef buddyguard
# zsh completion for buddyguard: source <(buddyguard completion zsh), or a file _buddyguard in $fpath
_buddyguard() {
  local -i dashes=${'$'}{words[(i)--]}
  if (( dashes < CURRENT )); then
    shift $dashes words
    (( CURRENT -= dashes ))
    _normal
    return
  fi
  local -a found
  found=("${'$'}{(@f)$(buddyguard --completions "${'$'}{(@)words[1,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then
    compadd -- "${'$'}{found[@]}"
  else
    _files
  fi
}
if [[ ${'$'}{funcstack[1]} == _buddyguard ]]; then _buddyguard "$@"; else compdef _buddyguard buddyguard; fi
`;

const fish = String.raw`# fish completion for buddyguard: buddyguard completion fish | source
function __buddyguard_complete
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    if set -l at (contains -i -- -- $tokens)
        set -l command (string escape -- $tokens[(math $at + 1)..-1])
        complete -C (string join ' ' -- $command $current)
        return
    end
    set -l found (buddyguard --completions $tokens "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path $current
    end
end
complete -c buddyguard -f -a '(__buddyguard_complete)'
`;

const scripts: Readonly<Record<string, string>> = { bash, zsh, fish };

const usage = `Usage: buddyguard completion [bash|zsh|fish]

print a completion script for the shell (default: the one that SHELL names, else bash)

  bash   source <(buddyguard completion bash)           in ~/.bashrc
  zsh    source <(buddyguard completion zsh)            in ~/.zshrc, after compinit
  fish   buddyguard completion fish | source            in ~/.config/fish/config.fish
`;

/**
 * The script for a shell, or how to get it.
 * @param words what stands behind \`completion\`
 * @throws UsageError for a shell that has none
 */
export function completionScript(words: readonly string[], shell = process.env.SHELL): string {
  const [name, ...rest] = words;
  if (name === '--help' || name === '-h') return usage;
  const own = basename(shell ?? '');
  const asked = name ?? (Object.hasOwn(scripts, own) ? own : 'bash');
  const script = Object.hasOwn(scripts, asked) ? scripts[asked] : undefined;
  if (script === undefined || rest.length > 0)
    throw new UsageError(`completion: ${quote(rest[0] ?? asked, 40)}: expected bash, zsh or fish`);
  return script;
}
