#!/usr/bin/env bash
# Has the stopped WildFly ask for certificates issued by the authority in clients.p12, and adds a user:
# certificates.sh alice tig-read,tig-append
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

cp clients.p12 standalone/configuration/tig-clients.p12
bin/jboss-cli.sh --file="$TIG/config/security/wildfly/certificate.cli"
echo "$1=$2" >>standalone/configuration/application-roles.properties
echo "$1=" >>standalone/configuration/application-users.properties
