package org.tigstore;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The bill of materials in the WAR says what is in the WAR. */
class BillOfMaterialsIT {
  private static final String BILL = "META-INF/sbom/application.cdx.json";

  @Test
  void everyJarIsListedAndNothingElse() throws Exception {
    Map<String, String> listed = new HashMap<>();
    for (JsonObject component : components()) {
      for (String place : places(component)) {
        assertThat(listed.put(place, sha256(component))).as(place).isNull();
      }
    }

    assertThat(listed).isEqualTo(jars()).hasSizeGreaterThan(30);
  }

  @Test
  void everyJarHasItsNameAndVersion() throws Exception {
    for (JsonObject component : components()) {
      String file = component.getString("name") + "-" + component.getString("version") + ".jar";

      assertThat(places(component)).isNotEmpty().allMatch(place -> place.endsWith("/" + file));
      assertThat(component.getString("purl"))
          .isEqualTo(
              "pkg:maven/%s/%s@%s",
              component.getString("group"),
              component.getString("name"),
              component.getString("version"));
    }
  }

  @Test
  void eachIsListedOnce() throws Exception {
    assertThat(components())
        .extracting(component -> component.getString("bom-ref"))
        .doesNotHaveDuplicates();
  }

  private static List<JsonObject> components() throws IOException {
    try (ZipFile war = war();
        JsonReader reader = Json.createReader(war.getInputStream(war.getEntry(BILL)))) {
      return reader.readObject().getJsonArray("components").getValuesAs(JsonObject.class);
    }
  }

  private static List<String> places(JsonObject component) {
    List<String> places = new ArrayList<>();
    for (JsonObject occurrence :
        component
            .getJsonObject("evidence")
            .getJsonArray("occurrences")
            .getValuesAs(JsonObject.class)) {
      places.add(occurrence.getString("location"));
    }
    return places;
  }

  private static String sha256(JsonObject component) {
    JsonObject hash = component.getJsonArray("hashes").getJsonObject(0);
    assertThat(hash.get("alg")).isInstanceOf(JsonString.class).hasToString("\"SHA-256\"");
    return hash.getString("content");
  }

  private static Map<String, String> jars() throws Exception {
    Map<String, String> jars = new HashMap<>();
    try (ZipFile war = war()) {
      for (ZipEntry entry : (Iterable<ZipEntry>) war.stream().map(ZipEntry.class::cast)::iterator) {
        if (entry.getName().endsWith(".jar")) {
          jars.put(entry.getName(), sha256(war, entry));
        }
      }
    }
    return jars;
  }

  private static String sha256(ZipFile war, ZipEntry entry) throws Exception {
    try (InputStream bytes = war.getInputStream(entry)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes());
      return HexFormat.of().formatHex(digest);
    }
  }

  private static ZipFile war() throws IOException {
    return new ZipFile(Path.of(System.getProperty("tig.war")).toFile());
  }
}
