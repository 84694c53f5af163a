#!/usr/bin/env bash
# Runs the unpacked Tomcat in this directory.
set -e

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
sh bin/catalina.sh run
