#!/usr/bin/env bash
# Unpacks the Payara in this directory and sets it up for tig.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

unzip -q payara-*.zip
cd payara6
bin/asadmin create-domain --nopassword --adminport ${ADMIN_PORT:-4848} --instanceport ${HTTP_PORT:-8080} \
  --domainproperties http.ssl.port=${HTTPS_PORT:-8181} --checkports=false tig
echo "deploy --force --name tig --contextroot ${TIG_CONTEXT_PATH:-/} $TIG/target/tig.war" >tig.deploy
