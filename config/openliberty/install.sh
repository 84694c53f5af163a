#!/usr/bin/env bash
# Unpacks the Open Liberty in this directory and sets it up with tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q openliberty-*.zip
cd wlp
mkdir -p usr/servers/tig/apps
cp "$TIG/config/openliberty/server.xml" usr/servers/tig/
cp "$TIG/target/tig.war" usr/servers/tig/apps/
