package org.tigstore.sbom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The artifacts that the project's POM names.
 *
 * @param groups the group of each, by the artifact's name
 */
record Pom(Map<String, String> groups) {
  /** Reads a POM. */
  static Pom read(Path file) throws IOException, ParserConfigurationException, SAXException {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    Map<String, String> groups = new HashMap<>();
    for (String tag : new String[] {"dependency", "artifactItem"}) {
      NodeList elements = document.getElementsByTagName(tag);
      for (int i = 0; i < elements.getLength(); i++) {
        Element element = (Element) elements.item(i);
        groups.put(text(element, "artifactId"), text(element, "groupId"));
      }
    }
    return new Pom(groups);
  }

  private static String text(Element element, String tag) {
    return element.getElementsByTagName(tag).item(0).getTextContent();
  }

  /**
   * The coordinates of the jar of this name.
   *
   * @return nothing if the POM does not name its artifact
   */
  Optional<Coordinates> coordinates(String fileName) {
    return groups.entrySet().stream()
        .filter(entry -> fileName.matches(entry.getKey() + "-\\d.*\\.jar"))
        .map(entry -> coordinates(entry.getValue(), entry.getKey(), fileName))
        .findFirst();
  }

  private static Coordinates coordinates(String group, String artifact, String fileName) {
    int end = fileName.length() - ".jar".length();
    return new Coordinates(group, artifact, fileName.substring(artifact.length() + 1, end));
  }
}
