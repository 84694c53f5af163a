package org.tigstore.sbom;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes what is in a WAR as a CycloneDX bill of materials: each of its jars, with what is known of
 * it from the jar itself and from the list of dependencies. The same jars give the same bytes.
 */
public final class BillOfMaterials {
  private static final String SPECIFICATION = "1.6";

  private BillOfMaterials() {}

  /**
   * Describes a WAR.
   *
   * @param arguments the directory with the WAR's files, the list of dependencies, the project's
   *     group, artifact, version and licence (its SPDX identifier), the time of the build, and the
   *     file to write
   */
  public static void main(String[] arguments) throws Exception {
    Path war = Path.of(arguments[0]);
    Coordinates project = new Coordinates(arguments[2], arguments[3], arguments[4]);
    List<Library> libraries = libraries(war, Dependencies.read(Path.of(arguments[1])));
    JsonObject bill =
        Json.createObjectBuilder()
            .add("bomFormat", "CycloneDX")
            .add("specVersion", SPECIFICATION)
            .add("version", 1)
            .add("metadata", metadata(project, arguments[5], arguments[6]))
            .add("components", components(libraries))
            .add("dependencies", dependencies(project, libraries))
            .build();
    write(bill, Path.of(arguments[7]));
  }

  private static List<Library> libraries(Path war, Dependencies known) throws IOException {
    try (Stream<Path> files = Files.walk(war)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      return Library.all(war, jars, known);
    }
  }

  private static JsonObjectBuilder metadata(Coordinates project, String licence, String time) {
    JsonObjectBuilder known = Json.createObjectBuilder().add("id", licence);
    return Json.createObjectBuilder()
        .add("timestamp", time)
        .add(
            "component",
            component("application", project)
                .add("licenses", array(Json.createObjectBuilder().add("license", known))));
  }

  private static JsonArray components(List<Library> libraries) {
    JsonArrayBuilder components = Json.createArrayBuilder();
    for (Library library : libraries) {
      components.add(component(library));
    }
    return components.build();
  }

  private static JsonObjectBuilder component(Library library) {
    JsonArrayBuilder occurrences = Json.createArrayBuilder();
    for (String place : library.places()) {
      occurrences.add(Json.createObjectBuilder().add("location", place));
    }
    JsonObjectBuilder hash =
        Json.createObjectBuilder().add("alg", "SHA-256").add("content", library.sha256());
    JsonObjectBuilder component =
        component("library", library.coordinates())
            .add("hashes", array(hash))
            .add("evidence", Json.createObjectBuilder().add("occurrences", occurrences));
    if (!library.licences().isEmpty()) {
      component.add("licenses", licences(library.licences()));
    }
    return component;
  }

  private static JsonObjectBuilder component(String type, Coordinates coordinates) {
    return Json.createObjectBuilder()
        .add("type", type)
        .add("bom-ref", coordinates.packageUrl())
        .add("group", coordinates.group())
        .add("name", coordinates.artifact())
        .add("version", coordinates.version())
        .add("purl", coordinates.packageUrl());
  }

  private static JsonArrayBuilder licences(List<String> names) {
    JsonArrayBuilder licences = Json.createArrayBuilder();
    for (String name : names) {
      JsonObjectBuilder licence = Json.createObjectBuilder().add("name", name);
      licences.add(Json.createObjectBuilder().add("license", licence));
    }
    return licences;
  }

  private static JsonArrayBuilder dependencies(Coordinates project, List<Library> libraries) {
    JsonArrayBuilder contained = Json.createArrayBuilder();
    for (Library library : libraries) {
      contained.add(library.coordinates().packageUrl());
    }
    return array(
        Json.createObjectBuilder().add("ref", project.packageUrl()).add("dependsOn", contained));
  }

  private static JsonArrayBuilder array(JsonObjectBuilder only) {
    return Json.createArrayBuilder().add(only);
  }

  private static void write(JsonObject bill, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream output = Files.newOutputStream(file);
        JsonWriter writer =
            Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(output)) {
      writer.writeObject(bill);
    }
  }
}
