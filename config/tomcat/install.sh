#!/usr/bin/env bash
# Unpacks the Tomcat in this directory and sets it up with tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q apache-tomcat-*.zip
cd apache-tomcat-*/
rm -r webapps/*
cp "$TIG/config/tomcat/server.xml" conf/
name=${TIG_CONTEXT_PATH#/}
mkdir -p conf/Catalina/localhost
sed "s/ROOT/${name:-ROOT}/" "$TIG/config/tomcat/ROOT.xml" >"conf/Catalina/localhost/${name:-ROOT}.xml"
cp "$TIG/target/tig.war" "webapps/${name:-ROOT}.war"
