#!/usr/bin/env bash
# Has Jetty look up users in a directory, with LDAP_PASSWORD.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

mkdir -p tig/etc
cp "$TIG/config/security/jetty/ldap-realm.xml" tig/etc/tig-realm.xml
printf '%s\n' --modules=jaas etc/tig-realm.xml >tig/start.d/tig-realm.ini
sed -e "s|LDAP_HOST|${LDAP_HOST:-ldap.example.com}|" -e "s|LDAP_PORT|${LDAP_PORT:-389}|" \
  -e "s|LDAP_PASSWORD|$LDAP_PASSWORD|" "$TIG/config/security/jetty/login.conf" >tig/etc/login.conf
chmod 600 tig/etc/login.conf
