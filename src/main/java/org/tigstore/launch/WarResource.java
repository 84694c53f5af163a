package org.tigstore.launch;

/**
 * A class or another resource in the WAR.
 *
 * @param root the directory or jar in the WAR that contains it
 * @param name its path in the root, as for class loaders
 * @param member its file
 */
record WarResource(String root, String name, ZipMember member) {
  private static final String SEPARATOR = "!/";

  /** Its path in a URL. */
  String path() {
    return "/" + root + SEPARATOR + name;
  }

  /** The name in the path of a URL. */
  static String nameIn(String path) {
    return path.substring(path.indexOf(SEPARATOR) + SEPARATOR.length());
  }
}
