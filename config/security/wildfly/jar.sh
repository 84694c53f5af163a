#!/usr/bin/env bash
# Adds a jar from this directory to the WAR of the stopped WildFly here: jar.sh tig-basic.jar
set -e

bin/jboss-cli.sh --commands="embed-server,deployment-overlay add --name=tig-own --content=/WEB-INF/lib/$1=$1 --deployments=ROOT.war"
