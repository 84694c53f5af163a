#!/usr/bin/env bash
# Builds tig-client-certificate.jar, which makes a server ask for a client certificate.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

jar --create --file tig-client-certificate.jar -C "$TIG/config/security/client-certificate" .
