#!/usr/bin/env bash
# Adds a jar from this directory to the WAR: jar.sh tig-basic.jar
set -e

mkdir -p tig/own
cp "$1" tig/own/
