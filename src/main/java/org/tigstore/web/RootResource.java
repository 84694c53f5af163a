package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.function.UnaryOperator;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The application's root: seals bodies, lists blocks, names keys, tells version, figures and
 * status.
 */
@Path("/")
@Singleton
public class RootResource {
  private static final String METRICS_TYPE = "text/plain;version=0.0.4;charset=utf-8";

  /** Seals the body and answers with its path. */
  @PUT
  public Answer put(InputStream body) throws IOException {
    Call call = Call.current();
    if (call.query().isOn(Query.APPEND)
        || call.query().isOn(Query.SETIFNOT)
        || call.preconditions().given()) {
      throw new RefusedException(
          Refusal.MALFORMED, "append, setifnot and preconditions need the path of a block");
    }
    BlockName name = call.writes().seal(call.body(body), call.caller().mayReplace());
    call.progress().sealedAs(name);
    return call.path(name);
  }

  /** As {@link #put}. */
  @POST
  public Answer post(InputStream body) throws IOException {
    return put(body);
  }

  /** Lists every block's path, a line each, newest first; of every node if that is asked for. */
  @GET
  public Answer list() throws IOException {
    Call call = Call.current();
    UnaryOperator<String> format = call.pathFormat();
    Listing names = call.services().nodes().list(call.caller(), call.query().isOn(Query.ALL));
    return ofType(MediaType.TEXT_PLAIN).with(caller -> write(names, format, caller));
  }

  private static void write(Listing names, UnaryOperator<String> format, ResponseChannel caller)
      throws IOException {
    OutputStream buffer = new BufferedOutputStream(Channels.newOutputStream(caller));
    try (names) {
      while (names.hasNext()) {
        buffer.write((format.apply(names.next().toString()) + "\n").getBytes(UTF_8));
      }
      buffer.flush();
    } catch (UncheckedIOException e) {
      throw new TruncatedAnswerException(new IOException(e));
    }
  }

  /** As {@link #list}, without looking for blocks. */
  @HEAD
  public Answer head() throws IOException {
    Call.current().query().check(Query.ALL);
    return headOf(MediaType.TEXT_PLAIN);
  }

  /** Without a length, of content whose length is not known before it is sent. */
  private static Answer headOf(String mediaType) {
    return ofType(mediaType).with(ResponseChannel::flush);
  }

  private static Answer ofType(String mediaType) {
    return Answer.of(HttpServletResponse.SC_OK).with(HttpHeaders.CONTENT_TYPE, mediaType);
  }

  /** Answers with the path of the body's SHA-256, and stores nothing. */
  @PUT
  @Path("kv")
  public Answer name(InputStream body) throws IOException {
    Call call = Call.current();
    return call.path(call.writes().name(call.body(body)));
  }

  /** As {@link #name}. */
  @POST
  @Path("kv")
  public Answer postName(InputStream body) throws IOException {
    return name(body);
  }

  /** Answers with the version and no end of line. */
  @GET
  @Path("version")
  public Answer version() {
    return Answer.text(Call.current().services().monitor().version());
  }

  /** Answers with the figures in the text format of Prometheus. */
  @GET
  @Path("metrics")
  public Answer metrics() {
    return Answer.text(Call.current().services().monitor().metrics())
        .with(HttpHeaders.CONTENT_TYPE, METRICS_TYPE);
  }

  /** As {@link #metrics}, whose length changes from one moment to the next. */
  @HEAD
  @Path("metrics")
  public Answer headOfMetrics() {
    return headOf(METRICS_TYPE);
  }

  /** Answers with the node's status in JSON. */
  @GET
  @Path("status")
  public Answer status() {
    return Answer.text(Call.current().services().monitor().status())
        .with(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
  }

  /** As {@link #status}, whose length may change from one moment to the next. */
  @HEAD
  @Path("status")
  public Answer headOfStatus() {
    return headOf(MediaType.APPLICATION_JSON);
  }
}
