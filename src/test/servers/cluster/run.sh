#!/usr/bin/env bash
# Runs a node that is at the end of its life and has nothing, and the peer that has everything; tests ask the former.
set -e

holder=http://127.0.0.1:$HOLDER_PORT
TIG_PORT=$HOLDER_PORT TIG_CONTEXT_PATH=/ bash "$TIG/config/standalone/run.sh" &
until curl -s "$holder"; do sleep 0.2; done
export TIG_DATA=$FRONT TIG_CLUSTER=$holder TIG_LIFETIME=PT0.001S
# A file that a test has changed may have to be hashed on a busy machine.
export TIG_PEER_TIMEOUT=PT10S
bash "$TIG/config/standalone/run.sh"
