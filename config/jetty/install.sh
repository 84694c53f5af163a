#!/usr/bin/env bash
# Unpacks the Jetty in this directory and sets it up with tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q jetty-home-*.zip
cd jetty-home-*/
mkdir -p tig/start.d tig/webapps tig/work
cp "$TIG/config/jetty/tig.ini" tig/start.d/
java -jar start.jar jetty.base=tig --create-files
name=${TIG_CONTEXT_PATH#/}
cp "$TIG/target/tig.war" tig/
cp "$TIG/config/jetty/tig.xml" "tig/webapps/${name:-ROOT}.xml"
