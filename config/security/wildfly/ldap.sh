#!/usr/bin/env bash
# Has the stopped WildFly look up users in the directory of LDAP_URL, with LDAP_PASSWORD.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

bin/jboss-cli.sh --file="$TIG/config/security/wildfly/ldap.cli"
