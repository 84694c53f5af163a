#!/usr/bin/env bash
# Runs tig as a server of its own.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

java -jar "$TIG/target/tig.war" --data "${TIG_DATA:-/var/lib/tig}" "$@"
