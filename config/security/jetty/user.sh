#!/usr/bin/env bash
# Adds a user to the users file: user.sh alice secret tig-read,tig-append
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

mkdir -p tig/etc
cp "$TIG/config/security/jetty/realm.xml" tig/etc/tig-realm.xml
echo etc/tig-realm.xml >tig/start.d/tig-realm.ini
echo "$1: $2${3:+,$3}" >>tig/etc/tig-users.properties
