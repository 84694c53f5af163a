package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void isTheOneInThePom() throws Exception {
    var pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());

    String expected = XPathFactory.newInstance().newXPath().evaluate("/project/version", pom);

    assertThat(expected).isNotEmpty();
    assertThat(Version.read()).isEqualTo(expected);
  }
}
