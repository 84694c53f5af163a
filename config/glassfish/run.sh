#!/usr/bin/env bash
# Runs the unpacked GlassFish in this directory.
set -e

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
bin/asadmin start-domain --verbose tig
