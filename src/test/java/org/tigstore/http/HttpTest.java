package org.tigstore.http;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** A test that speaks HTTP with the deployed WAR. */
@ExtendWith(ArquillianExtension.class)
abstract class HttpTest {
  /** Where the deployed application keeps its blocks. */
  static final Path DATA = Path.of(System.getProperty("tig.data"));

  @ArquillianResource URL root;

  /** The very file that is shipped, at the server's root. */
  @Deployment(testable = false)
  static WebArchive war() {
    return warAt("ROOT.war");
  }

  /** The very file that is shipped, under a name that gives it its path on the server. */
  static WebArchive warAt(String name) {
    return ShrinkWrap.create(ZipImporter.class, name)
        .importFrom(new File(System.getProperty("tig.war")))
        .as(WebArchive.class);
  }

  /** Where the application listens, without a slash at the end. */
  String host() {
    String address = root.toString();
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /** A request that sends and asks for exactly what the test says. */
  RequestSpecification tig() {
    return RestAssured.given()
        .baseUri(host())
        .urlEncodingEnabled(false)
        .config(
            RestAssured.config()
                .redirect(RedirectConfig.redirectConfig().followRedirects(false))
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
  }

  /** Seals this text and returns its path. */
  String sealed(String text) {
    return tig()
        .body(text.getBytes(StandardCharsets.UTF_8))
        .put("/")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  /** The path of a slot that nobody has used. */
  static String freshSlot() {
    return "/" + nameOf(UUID.randomUUID().toString());
  }

  /** The name under which this text would be sealed. */
  static BlockName nameOf(String text) {
    return Sha256.nameOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
