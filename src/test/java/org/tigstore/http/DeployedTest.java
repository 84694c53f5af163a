package org.tigstore.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Base64;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** A test that speaks HTTP with the WAR, wherever its subclass deploys it. */
@ExtendWith(ArquillianExtension.class)
abstract class DeployedTest {
  @ArquillianResource URL root;

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
    return tigAt(host());
  }

  /** As {@link #tig()}, with paths that continue this address. */
  static RequestSpecification tigAt(String address) {
    return RestAssured.given()
        .baseUri(address)
        .urlEncodingEnabled(false)
        .config(
            RestAssured.config()
                .redirect(RedirectConfig.redirectConfig().followRedirects(false))
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
  }

  /** A connection on which the test says every byte. */
  RawConnection connection() throws IOException {
    return RawConnection.to(root);
  }

  /** Seals this text and returns its path. */
  String sealed(String text) {
    return sealed(text.getBytes(UTF_8));
  }

  /** Seals these bytes and returns their path. */
  String sealed(byte[] bytes) {
    return tig().body(bytes).put("/").then().statusCode(200).extract().asString();
  }

  /** Writes this text to a slot that nobody has used, and returns its path. */
  String slot(String text) {
    return slot(text.getBytes(UTF_8));
  }

  /** Writes these bytes to a slot that nobody has used, and returns its path. */
  String slot(byte[] bytes) {
    String path = freshSlot();
    tig().body(bytes).put(path).then().statusCode(200);
    return path;
  }

  /** What a reading of this path, with or without a query, gives. */
  String read(String path) {
    return new String(readBytes(path), ISO_8859_1);
  }

  /** What a reading of this path, with or without a query, gives. */
  byte[] readBytes(String path) {
    return tig().get(path).then().statusCode(200).extract().asByteArray();
  }

  /**
   * The path of the list of all blocks, with this query: a node that has them on another lists its
   * own unless it is asked for all.
   */
  static String list(String query) {
    String separator = query.isEmpty() ? "" : "&";
    String whole = System.getProperty("tig.front") == null ? query : query + separator + "all=1";
    return whole.isEmpty() ? "/" : "/?" + whole;
  }

  /** The path of a slot that nobody has used. */
  static String freshSlot() {
    return "/" + nameOf(unique());
  }

  /** A text that nobody has used. */
  static String unique() {
    return UUID.randomUUID().toString();
  }

  /** The name under which this text would be sealed. */
  static BlockName nameOf(String text) {
    return Sha256.nameOf(text.getBytes(UTF_8));
  }

  /** The entity tag of this text. */
  static String tagOf(String text) {
    return '"' + nameOf(text).digits() + '"';
  }

  /** The digest of this text, as a digest field gives it. */
  static String digestOf(String text) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(nameOf(text).digest()) + ":";
  }
}
