#!/usr/bin/env bash
# Runs the unpacked WildFly in this directory.
set -e

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
bin/standalone.sh "$@"
