#!/usr/bin/env bash
# Builds tig-basic.jar, which makes a server ask for user name and password.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

jar --create --file tig-basic.jar -C "$TIG/config/security/basic" .
