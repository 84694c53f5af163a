#!/usr/bin/env bash
# Has Tomcat look up users in the directory of LDAP_URL, with LDAP_PASSWORD.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

sed -e "s|LDAP_URL|${LDAP_URL:-ldaps://ldap.example.com}|" -e "s|LDAP_PASSWORD|$LDAP_PASSWORD|" \
  "$TIG/config/security/tomcat/ldap.xml" >conf/tig-ldap.xml
sed -i '/<Context/r conf/tig-ldap.xml' conf/Catalina/localhost/ROOT.xml
chmod 600 conf/Catalina/localhost/ROOT.xml
rm conf/tig-ldap.xml
