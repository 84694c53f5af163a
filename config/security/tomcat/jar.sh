#!/usr/bin/env bash
# Adds a jar from this directory to the WAR: jar.sh tig-basic.jar
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

mkdir -p own
cp "$1" own/
sed -i -e "/<Resources>/{r $TIG/config/security/tomcat/own.xml" -e 'd}' conf/Catalina/localhost/ROOT.xml
