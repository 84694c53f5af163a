#!/usr/bin/env bash
# Runs the unpacked Open Liberty in this directory.
set -e

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
bin/server run tig
