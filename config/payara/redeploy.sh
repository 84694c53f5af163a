#!/usr/bin/env bash
# Replaces tig on the running Payara in this directory.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

bin/asadmin --port ${ADMIN_PORT:-4848} deploy --force --name tig --contextroot ${TIG_CONTEXT_PATH:-/} "$TIG/target/tig.war"
