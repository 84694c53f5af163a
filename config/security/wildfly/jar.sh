#!/usr/bin/env bash
# Lays a jar of this directory over the WAR of the stopped WildFly in this directory: jar.sh tig-basic.jar
set -e

bin/jboss-cli.sh --commands="embed-server,deployment-overlay add --name=tig-own --content=/WEB-INF/lib/$1=$1 --deployments=ROOT.war"
