package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.access.Secret;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Touch;

/**
 * Writes the requests to peers that serve one caller's request. Each is marked as routed, so that a
 * peer does not forward it.
 *
 * @param caller whose request is served, and whose keys are shown
 * @param throughChannel whether a channel leads to the blocks that are asked for
 * @param self the identity of this node
 * @param settings the time limits
 */
record PeerRequests(Caller caller, boolean throughChannel, String self, ClusterSettings settings) {
  /** The same requests for the target of a channel. */
  PeerRequests behindChannel() {
    return new PeerRequests(caller, true, self, settings);
  }

  /** Asks for the block's head, without touching the block. */
  PeerRequest has(BlockName name) {
    return new PeerRequest(forReader(marked("HEAD", "/" + name)).build(), answerLimit());
  }

  /** Asks for the block's bytes. */
  PeerRequest read(BlockName name, Touch touch) {
    ClassicRequestBuilder request = forReader(marked("GET", "/" + name));
    return transfer(touch == Touch.KEEP ? request.addParameter("chtimes", "0") : request);
  }

  PeerRequest write(BlockName name, PeerRequestEntity body, Condition condition) {
    return transfer(put(name, body, condition));
  }

  PeerRequest append(BlockName name, PeerRequestEntity body, Condition condition) {
    return transfer(put(name, body, condition).addParameter("append", "1"));
  }

  private ClassicRequestBuilder put(BlockName name, PeerRequestEntity body, Condition condition) {
    return followed(change("PUT", name, condition)).setEntity(body);
  }

  PeerRequest seal(PeerRequestEntity body) {
    return transfer(putToRoot(body));
  }

  PeerRequest sealUnlessTaken(PeerRequestEntity body) {
    return transfer(putToRoot(body).setHeader(Caller.ADDING_ONLY, "1"));
  }

  private ClassicRequestBuilder putToRoot(PeerRequestEntity body) {
    return withKeys(marked("PUT", "/")).setEntity(body);
  }

  PeerRequest delete(BlockName name, Condition condition) {
    return transfer(change("DELETE", name, condition));
  }

  PeerRequest take(BlockName name, Condition condition) {
    return transfer(change("GET", name, condition).addParameter("take", "1"));
  }

  /** Asks for the paths of all blocks on the peer. */
  PeerRequest list() {
    return transfer(withKeys(marked("GET", "/")));
  }

  private PeerRequest transfer(ClassicRequestBuilder request) {
    return new PeerRequest(request.build(), settings.pauseLimit());
  }

  /**
   * A tenth of the limit remains for this node's own work. A node that serves a peer's request has
   * half: the peer waits no longer than the whole.
   */
  private Duration answerLimit() {
    int tenths = caller.routedBy().isPresent() ? 5 : 9;
    return settings.answerLimit().multipliedBy(tenths).dividedBy(10);
  }

  private ClassicRequestBuilder change(String method, BlockName name, Condition condition) {
    ClassicRequestBuilder request = withKeys(marked(method, "/" + name));
    return switch (condition.expectation()) {
      case ANYTHING -> request;
      case ABSENT ->
          condition.equals(Condition.VACANT)
              ? request.addParameter("setifnot", "1")
              : request.setHeader("If-None-Match", "*");
      case PRESENT -> request.setHeader("If-Match", "*");
      case ONE_OF -> request.setHeader("If-Match", tags(condition));
      case NONE_OF -> request.setHeader("If-None-Match", tags(condition));
    };
  }

  private static String tags(Condition condition) {
    StringBuilder tags = new StringBuilder();
    for (BlockName content : condition.contents()) {
      tags.append(tags.isEmpty() ? "" : ", ").append('"').append(content.digits()).append('"');
    }
    // A list of tags must not be empty; this one matches nothing.
    return tags.isEmpty() ? "\"\"" : tags.toString();
  }

  private ClassicRequestBuilder marked(String method, String path) {
    ClassicRequestBuilder request =
        ClassicRequestBuilder.create(method).setPath(path).addParameter(Caller.ROUTED, self);
    return caller.handingOver() ? request.setHeader(Caller.HANDED_OVER, "1") : request;
  }

  private ClassicRequestBuilder followed(ClassicRequestBuilder request) {
    return throughChannel ? request.setHeader(Caller.THROUGH_CHANNEL, "1") : request;
  }

  /** Shows no key where everybody may read. */
  private ClassicRequestBuilder forReader(ClassicRequestBuilder request) {
    ClassicRequestBuilder followed = followed(request);
    return caller.admission() == Admission.OPEN ? followed : withKeys(followed);
  }

  /** Shows each key where the caller did. */
  private ClassicRequestBuilder withKeys(ClassicRequestBuilder request) {
    Keys keys = caller.keys();
    keys.query().map(Secret::value).ifPresent(key -> request.addParameter(Keys.QUERY, key));
    keys.field().map(PeerRequests::inField).ifPresent(key -> request.setHeader(Keys.FIELD, key));
    keys.authorization()
        .map(PeerRequests::inField)
        .ifPresent(key -> request.setHeader("Authorization", "Bearer " + key));
    return request;
  }

  /** What ISO 8859-1 cannot express goes as the bytes of UTF-8, as other clients send it. */
  private static String inField(Secret key) {
    String text = key.value();
    return ISO_8859_1.newEncoder().canEncode(text)
        ? text
        : new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
