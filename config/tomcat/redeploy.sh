#!/usr/bin/env bash
# Replaces tig on the running Tomcat in this directory.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

name=${TIG_CONTEXT_PATH#/}
cp "$TIG/target/tig.war" tig.war
mv tig.war "webapps/${name:-ROOT}.war"
