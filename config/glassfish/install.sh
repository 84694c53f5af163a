#!/usr/bin/env bash
# Unpacks the GlassFish in this directory and deploys tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q glassfish-*.zip
cd glassfish7
bin/asadmin create-domain --nopassword --adminport ${ADMIN_PORT:-4848} --instanceport ${HTTP_PORT:-8080} \
  --domainproperties http.ssl.port=${HTTPS_PORT:-8181} --checkports=false tig
sed -i -f "$TIG/config/glassfish/tig.sed" glassfish/domains/tig/config/domain.xml
export TIG_DATA=${TIG_DATA:-/var/lib/tig}
bin/asadmin start-domain tig
bin/asadmin --port ${ADMIN_PORT:-4848} deploy --name tig --contextroot ${TIG_CONTEXT_PATH:-/} "$TIG/target/tig.war"
bin/asadmin stop-domain tig
