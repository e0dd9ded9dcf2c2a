"""`talentreg completion`: the script that teaches a shell to complete talentreg's command lines."""

from typing import Annotated

import typer

from talentreg.cli.options import one_of
from talentreg.cli.output import say

BASH = r"""# talentreg completion for bash 4 and later
_talentreg_complete() {
  local line=${COMP_LINE:0:COMP_POINT} program=${1/#\~\//$HOME/}
  mapfile -t COMPREPLY < <(
    _TALENTREG_COMPLETE=bash _TALENTREG_LINE=$line _TALENTREG_BREAKS=$COMP_WORDBREAKS "$program" 2>/dev/null)
  compopt -o nosort 2>/dev/null
  if [[ ${COMPREPLY[0]-} == '<files>' ]]; then
    COMPREPLY=()
    compopt -o default
  fi
}
complete -F _talentreg_complete talentreg"""

ZSH = r"""#compdef talentreg
# talentreg completion for zsh
_talentreg() {
  local -a before lines shown
  local program=${~${(Q)words[1]}} typed
  before=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
  typed=${(pj:\n:)before}
  lines=("${(@f)$(_TALENTREG_COMPLETE=zsh _TALENTREG_WORDS=$typed $program 2>/dev/null)}")
  lines=(${lines:#})
  (( $#lines )) || return 1
  if [[ $lines[1] == '<files>' ]]; then
    _files
    return
  fi
  shown=("${lines[@]}")
  compadd -U -V talentreg -l -d shown -- "${lines[@]%%  *}"
}
if [[ ${funcstack[1]-} == _talentreg ]]; then
  _talentreg "$@"
else
  compdef _talentreg talentreg
fi"""

POWERSHELL = r"""# talentreg completion for Windows PowerShell 5.1 and PowerShell 7
Register-ArgumentCompleter -Native -CommandName @('talentreg', 'talentreg.exe') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @()
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $words += "$wordToComplete".Trim("'", '"')
    $program = $commandAst.CommandElements[0].Extent.Text.Trim("'", '"')
    $encoding, $spoken = [Console]::OutputEncoding, $env:PYTHONIOENCODING
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    $env:PYTHONIOENCODING = 'utf-8'
    $env:_TALENTREG_COMPLETE = 'powershell'
    $env:_TALENTREG_WORDS = $words -join "`n"
    try {
        foreach ($line in @(& $program 2>$null)) {
            if ($line -eq '<files>') { return }
            $word, $about = $line -split '  ', 2
            if (-not $about) { $about = $word }
            [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $about)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        $env:PYTHONIOENCODING = $spoken
        Remove-Item Env:_TALENTREG_COMPLETE, Env:_TALENTREG_WORDS -ErrorAction SilentlyContinue
    }
}"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "powershell": POWERSHELL}


def print_script(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="bash|zsh|powershell",
            parser=one_of(list(SCRIPTS)),
            help="输出后放到：bash 写入 ~/.bashrc；zsh 存为 fpath 中的 _talentreg；powershell 写入 $PROFILE",
        ),
    ],
) -> None:
    """Print the script of one shell; ASCII only, so that no console can spoil it."""
    say(SCRIPTS[shell])
