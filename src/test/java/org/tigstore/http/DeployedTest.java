package org.tigstore.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** A test that speaks HTTP with the WAR, wherever its subclass deploys it. */
@ExtendWith(ArquillianExtension.class)
public abstract class DeployedTest {
  /** Where the application listens. */
  @ArquillianResource protected URL root;

  @AfterEach
  protected void removeApiKey() throws IOException {
    ApiKeyFile.remove();
  }

  /** The very file that is shipped, under a name that gives it its path on the server. */
  protected static WebArchive warAt(String name) {
    return ShrinkWrap.create(ZipImporter.class, name)
        .importFrom(new File(System.getProperty("tig.war")))
        .as(WebArchive.class);
  }

  /** {@link #root} without a slash at the end. */
  protected String host() {
    String address = root.toString();
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /** A request that sends and asks for exactly what the test says. */
  protected RequestSpecification tig() {
    return tigAt(host());
  }

  /** As {@link #tig()}, with paths that continue this address. */
  protected static RequestSpecification tigAt(String address) {
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
  protected RawConnection connection() throws IOException {
    return RawConnection.to(root);
  }

  /** As {@link #connection}, for a test that stops reading in the middle of a large answer. */
  protected RawConnection slowConnection() throws IOException {
    return RawConnection.slowTo(root);
  }

  /** Seals this text and returns its path. */
  protected String sealed(String text) {
    return sealed(text.getBytes(UTF_8));
  }

  /** Seals these bytes and returns their path. */
  protected String sealed(byte[] bytes) {
    return tig().body(bytes).put("/").then().statusCode(200).extract().asString();
  }

  /** Writes this text to a slot that nobody has used, and returns its path. */
  protected String slot(String text) {
    return slot(text.getBytes(UTF_8));
  }

  /** Writes these bytes to a slot that nobody has used, and returns its path. */
  protected String slot(byte[] bytes) {
    String path = freshSlot();
    tig().body(bytes).put(path).then().statusCode(200);
    return path;
  }

  /** What a reading of this path, with or without a query, gives. */
  protected String read(String path) {
    return new String(readBytes(path), ISO_8859_1);
  }

  /** What a reading of this path, with or without a query, gives. */
  protected byte[] readBytes(String path) {
    return tig().get(path).then().statusCode(200).extract().asByteArray();
  }

  /** When the block that this answer is about expires unless somebody touches it. */
  protected static Instant expiry(Response answer) {
    String date = answer.then().extract().header("Tig-Expires");
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  /**
   * The path of the list of all blocks, with this query: a node that has them on another lists its
   * own unless it is asked for all.
   */
  protected static String list(String query) {
    String separator = query.isEmpty() ? "" : "&";
    String whole = System.getProperty("tig.front") == null ? query : query + separator + "all=1";
    return whole.isEmpty() ? "/" : "/?" + whole;
  }

  /**
   * Waits until a touch has a later time than those before, which gives the list its order: the
   * time of a new file is up to ten milliseconds behind the clock.
   */
  protected static void awaitLaterTime() throws InterruptedException {
    Thread.sleep(20);
  }

  /** The path of a slot that nobody has used. */
  protected static String freshSlot() {
    return "/" + nameOf(unique());
  }

  /** A text that nobody has used. */
  protected static String unique() {
    return UUID.randomUUID().toString();
  }

  /** The name under which this text would be sealed. */
  protected static BlockName nameOf(String text) {
    return Sha256.nameOf(text.getBytes(UTF_8));
  }

  /** The entity tag of this text. */
  protected static String tagOf(String text) {
    return '"' + nameOf(text).digits() + '"';
  }

  /** The digest of this text, as a digest field gives it. */
  protected static String digestOf(String text) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(nameOf(text).digest()) + ":";
  }
}
