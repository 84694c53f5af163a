#!/usr/bin/env bash
# Compiles second-factor.jar. SERVLET_API is a jar with jakarta.servlet.
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../..")}

javac --release 17 -cp "$SERVLET_API" -d second-factor "$TIG"/config/security/second-factor/com/example/tig/*.java
jar --create --file second-factor.jar -C second-factor . -C "$TIG/config/security/second-factor" META-INF
