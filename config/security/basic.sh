#!/usr/bin/env bash
# Makes tig-basic.jar, with which a server asks for name and password.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

jar --create --file tig-basic.jar -C "$TIG/config/security/basic" .
