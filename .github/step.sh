#!/usr/bin/env bash
# step.sh WHAT COMMAND [ARGUMENT...]
#
# Runs the command of a workflow's step. What it prints may hold text from strangers' servers, so nothing of it is taken
# for a command to the runner. If it fails, the job's summary says so in one line, with the line of its output that says
# why. Ends with the command's exit code.
set -uo pipefail

what=$1
shift
# Nobody who could write into our output can guess the word that ends this.
word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
log=$(mktemp "${RUNNER_TEMP:-/tmp}/step.XXXXXX") || log=/dev/null # a full disk: the reason is then in the log alone

echo "::stop-commands::$word"
"$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
printf '\n::%s::\n' "$word"

if [ "$status" -ne 0 ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  lines=$(grep -v -e '^[[:space:]]*$' -e 'A complete log of this run' "$log")
  reason=$(grep -E '^(refused|committed, but not pushed): |[Ee]rror: |fatal: |: expected |^npm error ' <<<"$lines" | tail -n 1)
  # Printable ASCII in a code span: it is shown as it is, whatever it says.
  reason=$(printf '%s' "${reason:-$(tail -n 1 <<<"$lines")}" | LC_ALL=C tr -cd '\40-\176' | tr -d '`' | cut -c 1-300)
  printf '%s ended with exit code %s: `%s`\n\n' "$what" "$status" "${reason:-no reason given}" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
