package org.tigstore.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The classes and resources in the WAR and its jars, read into memory once: nothing is unpacked,
 * and an operator may replace the file while tig runs.
 */
final class WarContents {
  private static final List<String> DIRECTORIES =
      List.of("WEB-INF/standalone/classes", "WEB-INF/classes");
  private static final List<String> JAR_DIRECTORIES =
      List.of("WEB-INF/standalone/", "WEB-INF/lib/");

  private final Map<String, List<WarResource>> resources = new HashMap<>();

  private WarContents() {}

  static WarContents of(Path war) throws IOException {
    WarContents contents = new WarContents();
    try (JarFile file = new JarFile(war.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        contents.add(file, entry);
      }
    }
    return contents;
  }

  /** The resources of this name; may be empty. */
  List<WarResource> named(String name) {
    return resources.getOrDefault(name, List.of());
  }

  private void add(JarFile file, JarEntry entry) throws IOException {
    String path = entry.getName();
    if (path.endsWith(".jar") && JAR_DIRECTORIES.stream().anyMatch(path::startsWith)) {
      addJar(path, new ZipArchive(read(file, entry)).members());
      return;
    }
    for (String directory : DIRECTORIES) {
      if (path.startsWith(directory + "/")) {
        ByteBuffer bytes = read(file, entry);
        ZipMember member = new ZipMember(path, bytes, false, bytes.remaining());
        add(new WarResource(directory, path.substring(directory.length() + 1), member));
      }
    }
  }

  /** Reads an entry into memory outside the heap, which is reserved for blocks. */
  private static ByteBuffer read(JarFile file, JarEntry entry) throws IOException {
    try (InputStream content = file.getInputStream(entry)) {
      byte[] bytes = content.readAllBytes();
      return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
  }

  private void addJar(String jar, List<ZipMember> members) {
    Map<String, VersionedMember> newest = new HashMap<>();
    for (ZipMember member : members) {
      VersionedMember versioned = VersionedMember.of(member);
      if (versioned.runsHere()) {
        newest.merge(versioned.name(), versioned, VersionedMember::newer);
      }
    }
    newest.values().forEach(one -> add(new WarResource(jar, one.name(), one.member())));
  }

  private void add(WarResource resource) {
    resources.computeIfAbsent(resource.name(), name -> new ArrayList<>(1)).add(resource);
  }
}
