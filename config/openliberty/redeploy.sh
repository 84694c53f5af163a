#!/usr/bin/env bash
# Replaces tig on the running Open Liberty in this directory.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

cp "$TIG/target/tig.war" usr/servers/tig/tig.new
bin/server pause tig
mv usr/servers/tig/tig.new usr/servers/tig/apps/tig.war
sleep 5
bin/server resume tig
