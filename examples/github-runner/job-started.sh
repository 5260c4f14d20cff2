#!/bin/bash
# ACTIONS_RUNNER_HOOK_JOB_STARTED of a self-hosted runner: the job starts only where the kernel has the memory for it.
# Options are BUDDYGUARD_* in the runner's .env. A machine that cannot be read stops nobody.
set -eu

here=$(dirname "$(readlink -f "$0")")
# A runner brings its own Node for actions.
node=$(command -v node || echo "${RUNNER_EXTERNALS:-/home/runner/externals}/node24/bin/node")
export BUDDYGUARD_FOR=${BUDDYGUARD_FOR:-container} BUDDYGUARD_TIMEOUT=${BUDDYGUARD_TIMEOUT:-2m}
export BUDDYGUARD_INTERVAL=${BUDDYGUARD_INTERVAL:-5s}

# The wait ends by itself; the cap is for a machine on which even reading does not.
timeout -k 5 600 "$node" "$here/../../dist/cli.cjs" check --format github || {
  code=$?
  case $code in
  65 | 66) echo '::warning title=buddyguard::this machine cannot be read: the job starts without a check' ;;
  *) exit "$code" ;;
  esac
}
