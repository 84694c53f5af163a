#!/usr/bin/env bash
# Makes tig-client-certificate.jar, with which a server asks for a certificate.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

jar --create --file tig-client-certificate.jar -C "$TIG/config/security/client-certificate" .
