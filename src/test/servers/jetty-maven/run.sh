#!/usr/bin/env bash
# Runs "mvn jetty:run" on the classes that were compiled for the tests.
set -e

cd "$TIG"
mvn -B -ntp jetty:run -Dmaven.main.skip -Dmaven.test.skip \
  -Dtig.contextPath="$TIG_CONTEXT_PATH" ${LOCAL_REPOSITORY:+-Dmaven.repo.local="$LOCAL_REPOSITORY"}
