#!/usr/bin/env bash
# Runs the unpacked Payara in this directory, which deploys tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

export TIG_DATA=${TIG_DATA:-/var/lib/tig}
bin/asadmin start-domain --verbose --prebootcommandfile "$TIG/config/payara/tig.asadmin" \
  --postbootcommandfile tig.deploy tig
