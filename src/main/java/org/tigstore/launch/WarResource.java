package org.tigstore.launch;

/**
 * A class or another resource in the WAR.
 *
 * @param root the directory or jar in the WAR, to which the name is relative
 * @param name its path there, as class loaders give it
 * @param member its file
 */
record WarResource(String root, String name, ZipMember member) {
  private static final String SEPARATOR = "!/";

  /** Its path in an address. */
  String path() {
    return "/" + root + SEPARATOR + name;
  }

  /** The name in a path in an address. */
  static String nameIn(String path) {
    return path.substring(path.indexOf(SEPARATOR) + SEPARATOR.length());
  }
}
