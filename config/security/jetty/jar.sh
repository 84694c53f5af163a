#!/usr/bin/env bash
# Lays a jar of this directory over the WAR: jar.sh tig-basic.jar
set -e

mkdir -p tig/own
cp "$1" tig/own/
