#!/usr/bin/env bash
# Unpacks the TomEE in this directory and sets it up with tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q apache-tomee-*.zip
cd apache-tomee-*/
rm -r webapps/*
cp "$TIG/config/tomee/server.xml" conf/
echo openejb.jaxrs.static-first=false >>conf/system.properties
name=${TIG_CONTEXT_PATH#/}
cp "$TIG/target/tig.war" "webapps/${name:-ROOT}.war"
