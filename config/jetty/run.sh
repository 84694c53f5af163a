#!/usr/bin/env bash
# Runs the unpacked Jetty in this directory.
set -e

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
exec java -jar start.jar jetty.base=tig jetty.http.port=${JETTY_PORT:-8080} "$@"
