package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.FailureThrottle;
import org.tigstore.access.Operation;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * One request and its answer, as all who have to do with it see it: what is asked for, by whom,
 * what came of it. For one thread at a time.
 */
final class Exchange {
  private static final String ATTRIBUTE = Exchange.class.getName();
  private static final Set<Refusal> MISSES = Set.of(Refusal.MISSING, Refusal.DANGLING);

  private final HttpServletRequest request;
  private final Target target;
  private final long begun = System.nanoTime();
  private final Operation operation;
  private final Map<String, List<String>> before;
  private @Nullable Caller caller;
  private @Nullable BlockName sealed;
  private @Nullable RefusedException refused;
  private Map<String, String> told = Map.of();
  private boolean brokenOff;
  private long received;
  private long sent;

  private Exchange(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.target = Target.of(request);
    this.operation = Operations.of(request, target);
    this.before = fields(response);
  }

  /** Begins with a request that has just come, and the response that it is to have. */
  static Exchange begin(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = new Exchange(request, response);
    request.setAttribute(ATTRIBUTE, exchange);
    return exchange;
  }

  private static Map<String, List<String>> fields(HttpServletResponse response) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String name : response.getHeaderNames()) {
      fields.put(name, List.copyOf(response.getHeaders(name)));
    }
    return fields;
  }

  /** The one that this request belongs to. */
  static Exchange of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Exchange exchange) {
      return exchange;
    }
    throw new IllegalStateException("the request did not come through ExchangeFilter");
  }

  /** What the request is about. */
  Target target() {
    return target;
  }

  /** The block that the request is about, which is let in only if it names one. */
  BlockName name() {
    return target.name().orElseThrow();
  }

  /** What the request asks for. */
  Operation operation() {
    return operation;
  }

  /** Puts header fields into the answer, whatever it will be. */
  void tell(Map<String, String> fields, HttpServletResponse response) {
    told = fields;
    fields.forEach(response::addHeader);
  }

  /** Empties an answer that was begun in vain. */
  void reset(HttpServletResponse response) {
    response.reset();
    // What a filter in front says is none of our business.
    before.forEach((name, values) -> response.setHeader(name, values.get(0)));
    before.forEach(
        (name, values) -> values.stream().skip(1).forEach(more -> response.addHeader(name, more)));
    told.forEach(response::addHeader);
  }

  /** Says who is let in. */
  void admit(Caller who) {
    caller = who;
  }

  /** Who was let in. */
  Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("nobody was let in");
    }
    return caller;
  }

  /** Whether the request comes from another node. Anybody can say so; not everybody is one. */
  boolean isOfPeer() {
    return Query.of(request).value(Caller.ROUTED).isPresent()
        && Services.of(request).nodes().isPeer(request.getRemoteAddr());
  }

  /** Says under which name a body was sealed. */
  void sealedAs(BlockName name) {
    sealed = name;
  }

  /** Counts bytes of the body that came. */
  void receive(long bytes) {
    received += bytes;
  }

  /** Counts bytes of blocks that were given to the container to send. */
  void send(long bytes) {
    sent += bytes;
  }

  /** Says that the caller left before it got everything. */
  void breakOff() {
    brokenOff = true;
  }

  /** Says what the request was refused with, or why its answer ended too early. */
  void note(RefusedException refusal) {
    refused = refusal;
  }

  /** Answers with this refusal. */
  void refuse(RefusedException refusal, HttpServletResponse response) throws IOException {
    answerTo(refusal).send(response);
  }

  /** The answer to what kept the request from being done, which is noted if it is a refusal. */
  Answer answerTo(Throwable failure) {
    if (!(failure instanceof RefusedException refusal)) {
      return Failures.answer(failure, RawRequest.accept(request));
    }
    RefusedException answered = counted(refusal);
    note(answered);
    return Failures.answer(answered, RawRequest.accept(request));
  }

  /** The same refusal, or that it is one miss too many. */
  private RefusedException counted(RefusedException refusal) {
    if (MISSES.contains(refusal.refusal()) && isGuess()) {
      try {
        misses().count(request.getRemoteAddr());
      } catch (RefusedException tooMany) {
        return tooMany;
      }
    }
    return refusal;
  }

  /**
   * Checks that the client may try names: while it is over its limit, it may not read what is there
   * either, or it would learn which names exist.
   *
   * @throws RefusedException {@link Refusal#TOO_MANY}
   */
  void checkMisses() throws RefusedException {
    if (isGuess() && !Operations.isWrite(request)) {
      misses().check(request.getRemoteAddr());
    }
  }

  private FailureThrottle misses() {
    return Services.of(request).entrance().misses();
  }

  /** With the key a client may list all names, and nodes ask for what most of them do not have. */
  private boolean isGuess() {
    return misses().isLimited()
        && target.name().isPresent()
        && caller().admission() != Admission.BY_KEY
        && !isOfPeer();
  }

  /**
   * What came of it.
   *
   * @param status of the answer
   * @param complete whether the answer was given whole
   */
  Services.Outcome outcome(int status, boolean complete) {
    return new Services.Outcome(
        operation,
        request.getMethod(),
        sealed == null ? target.name() : Optional.of(sealed),
        new RequestIdentity(request)::name,
        request.getRemoteAddr(),
        Optional.ofNullable(caller).map(Caller::admission),
        status,
        complete && !brokenOff,
        Optional.ofNullable(refused),
        received,
        sent,
        System.nanoTime() - begun);
  }
}
