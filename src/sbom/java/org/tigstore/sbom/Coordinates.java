package org.tigstore.sbom;

/** What an artifact is called in Maven's repositories. */
record Coordinates(String group, String artifact, String version) {
  /** The address by which scanners look for what is known of the artifact. */
  String packageUrl() {
    return "pkg:maven/" + group + "/" + artifact + "@" + version;
  }

  /** The name that Maven gives to the artifact's jar. */
  String fileName() {
    return artifact + "-" + version + ".jar";
  }
}
