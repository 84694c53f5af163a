#!/usr/bin/env bash
# Unpacks the WildFly in this directory and sets it up with tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q wildfly-*.zip
cd wildfly-*/
bin/jboss-cli.sh --file="$TIG/config/wildfly/tig.cli"
name=${TIG_CONTEXT_PATH#/}
bin/jboss-cli.sh --commands="embed-server,deploy $TIG/target/tig.war --name=${name:-ROOT}.war"
