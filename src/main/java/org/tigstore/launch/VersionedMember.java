package org.tigstore.launch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in a multi-release jar.
 *
 * @param name its path without the version
 * @param release the minimum JDK release; 0 for the base version
 * @param member the file
 */
record VersionedMember(String name, int release, ZipMember member) {
  private static final String PREFIX = "META-INF/versions/";
  private static final Pattern VERSIONED = Pattern.compile(PREFIX + "(\\d{1,4})/(.+)");

  static VersionedMember of(ZipMember member) {
    if (member.name().startsWith(PREFIX)) {
      Matcher matcher = VERSIONED.matcher(member.name());
      if (matcher.matches()) {
        return new VersionedMember(matcher.group(2), Integer.parseInt(matcher.group(1)), member);
      }
    }
    return new VersionedMember(member.name(), 0, member);
  }

  boolean runsHere() {
    return release <= Runtime.version().feature();
  }

  VersionedMember newer(VersionedMember other) {
    return other.release > release ? other : this;
  }
}
