package org.tigstore.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar in the WAR, which may lie there in several places.
 *
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param licences as its manifest names them; none if it names none
 * @param places its names in the WAR
 */
record Library(Coordinates coordinates, String sha256, List<String> licences, List<String> places) {
  /**
   * What these jars are, sorted by their coordinates.
   *
   * @throws IOException if nothing says what one of them is
   */
  static List<Library> all(Path war, List<Path> jars, Dependencies known) throws IOException {
    Map<String, List<Path>> files = new TreeMap<>();
    for (Path jar : jars) {
      files.computeIfAbsent(sha256(jar), digest -> new ArrayList<>()).add(jar);
    }
    List<Library> libraries = new ArrayList<>();
    for (var file : files.entrySet()) {
      List<String> places =
          file.getValue().stream().map(jar -> war.relativize(jar).toString()).toList();
      libraries.add(read(file.getValue().get(0), file.getKey(), places, known));
    }
    libraries.sort(Comparator.comparing(library -> library.coordinates().packageUrl()));
    return libraries;
  }

  private static Library read(Path file, String sha256, List<String> places, Dependencies known)
      throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      String name = file.getFileName().toString();
      Optional<Coordinates> own = coordinatesWithin(jar, name);
      Coordinates coordinates =
          own.or(() -> known.coordinates(name))
              .orElseThrow(() -> new IOException("nothing says which artifact " + name + " is"));
      return new Library(coordinates, sha256, licences(jar.getManifest()), places);
    }
  }

  /** As Maven writes them into a jar; a jar may hold those of others that it contains as well. */
  private static Optional<Coordinates> coordinatesWithin(JarFile jar, String name)
      throws IOException {
    for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
      if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
        Coordinates found = coordinates(jar, entry);
        if (found.fileName().equals(name)) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  private static Coordinates coordinates(JarFile jar, ZipEntry entry) throws IOException {
    Properties properties = new Properties();
    try (InputStream input = jar.getInputStream(entry)) {
      properties.load(input);
    }
    return new Coordinates(
        properties.getProperty("groupId"),
        properties.getProperty("artifactId"),
        properties.getProperty("version"));
  }

  private static List<String> licences(Manifest manifest) {
    String value = manifest.getMainAttributes().getValue("Bundle-License");
    if (value == null) {
      return List.of();
    }
    return Arrays.stream(value.split(",")).map(name -> name.split(";")[0].strip()).toList();
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
