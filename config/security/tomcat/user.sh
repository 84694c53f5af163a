#!/usr/bin/env bash
# Adds a user to the users file: user.sh alice secret tig-read,tig-append
set -e
TIG=${TIG:-$(realpath "$(dirname "$0")/../../..")}

users=conf/tig-users.xml
if ! test -f $users; then
  sed -i "/<Context/r $TIG/config/security/tomcat/users.xml" conf/Catalina/localhost/ROOT.xml
  echo '<tomcat-users></tomcat-users>' >$users
fi
sed -i "s|</tomcat-users>|<user username=\"$1\" password=\"$2\" roles=\"$3\"/>&|" $users
