#!/usr/bin/env bash
# Replaces tig on the running WildFly in this directory.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

name=${TIG_CONTEXT_PATH#/}
bin/jboss-cli.sh --connect --controller=127.0.0.1:${JBOSS_MANAGEMENT_HTTP_PORT:-9990} --timeout=60000 \
  --commands=":suspend(suspend-timeout=60),deploy --force $TIG/target/tig.war --name=${name:-ROOT}.war,:resume"
