package org.tigstore.cluster;

import java.time.Duration;
import java.util.Optional;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.access.Secret;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Touch;

/**
 * The requests that one caller's request becomes at a peer: how each is written is decided here.
 * Each carries the mark of a routed request.
 *
 * @param caller on whose behalf, with whose keys
 * @param throughChannel whether a channel leads to the block that is asked for
 * @param self the identity of this node
 * @param settings the limits of time
 */
record PeerRequests(Caller caller, boolean throughChannel, String self, ClusterSettings settings) {
  /** Is the block there? Does not touch it. */
  PeerRequest has(BlockName name) {
    return forReader(marked(new PeerRequest("HEAD", Optional.of(name), answerLimit())));
  }

  /** The block's bytes. */
  PeerRequest read(BlockName name, Touch touch) {
    PeerRequest request = forReader(transfer("GET", Optional.of(name)));
    return touch == Touch.LEAVE ? request.with("chtimes", "0") : request;
  }

  /** Makes the body the slot's value. */
  PeerRequest write(BlockName name, SentBody body, Condition condition) {
    return followed(change("PUT", name, condition)).with(body);
  }

  /** Puts the body behind the slot's value. */
  PeerRequest append(BlockName name, SentBody body, Condition condition) {
    return write(name, body, condition).with("append", "1");
  }

  /** Seals the body. */
  PeerRequest seal(SentBody body) {
    return withKeys(transfer("PUT", Optional.empty())).with(body);
  }

  /** Seals the body, unless a slot has its name. */
  PeerRequest sealUnlessTaken(SentBody body) {
    return seal(body).withField(Caller.ADDING_ONLY, "1");
  }

  /** Deletes the slot. */
  PeerRequest delete(BlockName name, Condition condition) {
    return change("DELETE", name, condition);
  }

  /** Takes the slot's value. */
  PeerRequest take(BlockName name, Condition condition) {
    return change("GET", name, condition).with("take", "1");
  }

  /** The paths of all that the peer has. */
  PeerRequest list() {
    return withKeys(transfer("GET", Optional.empty()));
  }

  /**
   * A tenth of the limit is for this node's own work. Who asks on behalf of a peer has half: the
   * peer waits no longer than the whole.
   */
  private Duration answerLimit() {
    int tenths = caller.routedBy().isPresent() ? 5 : 9;
    return settings.answerLimit().multipliedBy(tenths).dividedBy(10);
  }

  private PeerRequest change(String method, BlockName name, Condition condition) {
    PeerRequest request = withKeys(transfer(method, Optional.of(name)));
    switch (condition.expectation()) {
      case ANYTHING -> {}
      case ABSENT -> vacant(request, condition);
      case PRESENT -> request.withField("If-Match", "*");
      case ONE_OF -> request.withField("If-Match", tags(condition));
      case NONE_OF -> request.withField("If-None-Match", tags(condition));
    }
    return request;
  }

  private static void vacant(PeerRequest request, Condition condition) {
    if (condition.equals(Condition.VACANT)) {
      request.with("setifnot", "1");
    } else {
      request.withField("If-None-Match", "*");
    }
  }

  private static String tags(Condition condition) {
    StringBuilder tags = new StringBuilder();
    for (BlockName content : condition.contents()) {
      tags.append(tags.isEmpty() ? "" : ", ").append('"').append(content.digits()).append('"');
    }
    // A list of tags is never empty; this one is nobody's.
    return tags.isEmpty() ? "\"\"" : tags.toString();
  }

  private PeerRequest transfer(String method, Optional<BlockName> name) {
    return marked(new PeerRequest(method, name, settings.pauseLimit()));
  }

  private PeerRequest marked(PeerRequest request) {
    PeerRequest marked = request.with(Caller.ROUTED, self);
    return caller.handingOver() ? marked.withField(Caller.HANDED_OVER, "1") : marked;
  }

  private PeerRequest followed(PeerRequest request) {
    return throughChannel ? request.withField(Caller.THROUGH_CHANNEL, "1") : request;
  }

  /** Readers show no key where everybody may read. */
  private PeerRequest forReader(PeerRequest request) {
    PeerRequest followed = followed(request);
    return caller.admission() == Admission.OPEN ? followed : withKeys(followed);
  }

  /** Each key the way it came. */
  private PeerRequest withKeys(PeerRequest request) {
    Keys keys = caller.keys();
    keys.query().map(Secret::value).ifPresent(key -> request.with(Keys.QUERY, key));
    keys.field().map(Secret::value).ifPresent(key -> request.withField(Keys.FIELD, key));
    keys.bearer()
        .map(Secret::value)
        .ifPresent(key -> request.withField("Authorization", "Bearer " + key));
    return request;
  }
}
