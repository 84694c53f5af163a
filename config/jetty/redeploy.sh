#!/usr/bin/env bash
# Replaces tig on the running Jetty in this directory.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

name=${TIG_CONTEXT_PATH#/}
cp "$TIG/target/tig.war" tig/tig.new
mv tig/tig.new tig/tig.war
touch "tig/webapps/${name:-ROOT}.xml"
