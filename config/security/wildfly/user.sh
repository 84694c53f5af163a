#!/usr/bin/env bash
# Adds a user to ApplicationRealm: user.sh alice secret tig-read,tig-append
set -e

bin/add-user.sh -a -s -u "$1" -p "$2" ${3:+-g "$3"}
