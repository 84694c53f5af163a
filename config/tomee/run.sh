#!/usr/bin/env bash
# Runs the unpacked TomEE in this directory.
set -e

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
sh bin/catalina.sh run
