package org.tigstore.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Identity;
import org.tigstore.access.Keys;
import org.tigstore.access.Operation;
import org.tigstore.access.Role;
import org.tigstore.access.Secret;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.EntityTags;
import org.tigstore.protocol.PathFormat;
import org.tigstore.protocol.Preconditions;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Writes;

/**
 * One request as the protocol sees it, parsed once. The path is taken as it was sent, whatever a
 * server or a JAX-RS runtime would make of it. Immutable but for its {@link Progress}; for the
 * thread of the request.
 */
final class Call {
  private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();

  private final HttpServletRequest request;
  private final Services services;
  private final String path;
  private final Route route;
  private final Optional<BlockName> name;
  private final Query query;
  private final Operation operation;
  private final boolean fromPeer;
  private final Progress progress = new Progress();

  /** Parses a request that came to these services. */
  Call(HttpServletRequest request, Services services) {
    this.request = request;
    this.services = services;
    this.path = path(request);
    this.name = nameIn(path);
    this.route = name.isPresent() ? Route.BLOCK : routeOf();
    this.query = Query.parse(request.getQueryString());
    this.operation = operationOf();
    this.fromPeer =
        query.value(Caller.ROUTED).isPresent() && services.nodes().isPeer(request.getRemoteAddr());
  }

  /** An asterisk, or whatever else is no path, names nothing. */
  private static String path(HttpServletRequest request) {
    String whole = request.getRequestURI();
    int start = request.getContextPath().length();
    return whole == null || whole.length() < start ? "*" : whole.substring(start);
  }

  private static Optional<BlockName> nameIn(String path) {
    if (path.length() <= BlockName.LENGTH || path.charAt(0) != '/') {
      return Optional.empty();
    }
    return BlockName.parse(Escapes.decode(path.substring(1)));
  }

  /** Whoever opens the root in a browser means the page. */
  private Route routeOf() {
    Route named = Route.of(path);
    if (!services.page()) {
      return named == Route.PAGE ? Route.NOTHING : named;
    }
    return named == Route.ROOT && isNavigation() ? Route.PAGE : named;
  }

  /** Whether somebody opens an address that asks for nothing more, and shows no key. */
  private boolean isNavigation() {
    String query = request.getQueryString();
    String mode = request.getHeader("Sec-Fetch-Mode");
    return (method().equals("GET") || method().equals("HEAD"))
        && (query == null || query.isEmpty())
        && (mode == null || mode.equals("navigate"))
        && request.getHeader(Keys.FIELD) == null
        && field(HttpHeaders.AUTHORIZATION).flatMap(Keys::bearer).isEmpty()
        && MediaTypes.isNamed(accept(), Set.of(MediaType.TEXT_HTML));
  }

  /**
   * A parameter that is neither 0 nor 1 counts as the operation that needs more permissions: the
   * resource refuses the request later.
   */
  private Operation operationOf() {
    if (method().equals("OPTIONS") || !route.has(method())) {
      return Operation.PROBE;
    }
    return switch (route) {
      case PROBE -> Operation.PROBE;
      case VERSION -> Operation.VERSION;
      case METRICS -> Operation.MONITOR;
      case STATUS -> Operation.STATUS;
      case PAGE -> Operation.PAGE;
      case KEYS -> Operation.NAME;
      case ROOT -> isWrite() ? Operation.SEAL : Operation.LIST;
      case BLOCK, NOTHING -> operationOnBlock();
    };
  }

  private Operation operationOnBlock() {
    if (isWrite()) {
      if (query.has(Query.APPEND, "1")) {
        return Operation.APPEND;
      }
      boolean create =
          query.has(Query.SETIFNOT, "1")
              || field(HttpHeaders.IF_NONE_MATCH)
                  .filter(tags -> tags.strip().equals("*"))
                  .isPresent();
      return create ? Operation.CREATE : Operation.WRITE;
    }
    if (method().equals("DELETE")) {
      return Operation.DELETE;
    }
    if (query.value(Query.TAKE).filter(value -> !value.equals("0")).isPresent()) {
      return Operation.TAKE;
    }
    if (method().equals("HEAD")) {
      return Operation.LOOK;
    }
    return query.has(Query.BURST, "1") ? Operation.BURST : Operation.READ;
  }

  /** Runs the step as the work on this call: {@link #current} gives the call there. */
  void run(Step step) throws IOException, ServletException {
    CURRENT.set(this);
    try {
      step.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** A step of a request. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, ServletException;
  }

  /** The call that this thread works on. */
  static Call current() {
    Call call = CURRENT.get();
    if (call == null) {
      throw new IllegalStateException("the request did not come through the gate");
    }
    return call;
  }

  /** The request itself. */
  HttpServletRequest request() {
    return request;
  }

  Services services() {
    return services;
  }

  String method() {
    return request.getMethod();
  }

  /** The path as it was sent, without the context path. */
  String path() {
    return path;
  }

  Route route() {
    return route;
  }

  /** The block that the request names; present on {@link Route#BLOCK} alone. */
  Optional<BlockName> name() {
    return name;
  }

  Query query() {
    return query;
  }

  Operation operation() {
    return operation;
  }

  /** What has come of the request so far. */
  Progress progress() {
    return progress;
  }

  /** Whether the request writes, and so brings a body. */
  boolean isWrite() {
    return method().equals("PUT") || method().equals("POST");
  }

  /** Whether the request says that it comes from another node, and comes from a node's address. */
  boolean isFromPeer() {
    return fromPeer;
  }

  String remoteAddress() {
    return request.getRemoteAddr();
  }

  /** The media types that the caller accepts, as it lists them; empty if it does not say. */
  String accept() {
    return field(HttpHeaders.ACCEPT).orElse("");
  }

  /** The value of a header field, its lines joined into one (RFC 9110, section 5.3). */
  Optional<String> field(String field) {
    if (request.getHeader(field) == null) {
      return Optional.empty();
    }
    return Optional.of(String.join(", ", Collections.list(request.getHeaders(field))));
  }

  /** The keys that came with the request. */
  Keys keys() {
    return new Keys(
        query.value(Keys.QUERY).map(Secret::new),
        field(Keys.FIELD).map(Secret::new),
        field(HttpHeaders.AUTHORIZATION).flatMap(Keys::bearer).or(this::ambientKey));
  }

  /**
   * The key that came as the password of HTTP Basic, which browsers add by themselves to what any
   * page asks for. A password by which the server knows the caller is no key.
   */
  Optional<Secret> ambientKey() {
    return field(HttpHeaders.AUTHORIZATION)
        .flatMap(Keys::password)
        .filter(password -> identity().name().isEmpty());
  }

  /** Who asks; only for a request that was admitted. */
  Caller caller() {
    return new Caller(
        keys(),
        progress.admission().orElseThrow(),
        query.value(Caller.ROUTED).filter(node -> !node.isEmpty()),
        request.getHeader(Caller.THROUGH_CHANNEL) != null,
        request.getHeader(Caller.HANDED_OVER) != null,
        request.getHeader(Caller.ADDING_ONLY) != null);
  }

  /** Who the server, or a trusted proxy, says that the caller is. */
  Identity identity() {
    return new RequestIdentity(request);
  }

  private record RequestIdentity(HttpServletRequest request) implements Identity {
    @Override
    public Optional<String> name() {
      return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
    }

    @Override
    public boolean isIn(Role role) {
      return request.isUserInRole(role.label());
    }
  }

  /** Reads what this request can reach. */
  Reads reads() throws RefusedException {
    return new Reads(services.nodes().stores(caller()));
  }

  /** Changes what this request can reach. */
  Writes writes() throws RefusedException {
    return new Writes(services.nodes().stores(caller()));
  }

  /**
   * The bytes of the request's body with what fields say of them.
   *
   * @throws RefusedException as {@link BodyFields#BodyFields}
   */
  Body body(InputStream bytes) throws RefusedException {
    return new BodyFields(request).body(bytes);
  }

  /**
   * {@code If-Match} and {@code If-None-Match}. A read ignores an invalid {@code If-None-Match},
   * which costs it the bytes that the caller may have; a change may not.
   */
  Preconditions preconditions() throws RefusedException {
    return new Preconditions(entityTags(HttpHeaders.IF_MATCH), noneMatch());
  }

  private Optional<EntityTags> noneMatch() throws RefusedException {
    try {
      return entityTags(HttpHeaders.IF_NONE_MATCH);
    } catch (RefusedException e) {
      if (operation.changes()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<EntityTags> entityTags(String field) throws RefusedException {
    Optional<String> value = field(field);
    return value.isEmpty() ? Optional.empty() : Optional.of(EntityTags.parse(value.get()));
  }

  /** How answers show a block's path: behind the context path, in the caller's format. */
  UnaryOperator<String> pathFormat() {
    PathFormat format = new PathFormat(query.value(Query.FORMAT).orElse(""));
    return name -> format.show(request.getContextPath() + "/" + name);
  }

  /** The answer whose body is this block's path, without an end of line. */
  Answer path(BlockName block) {
    return Answer.text(pathFormat().apply(block.toString()));
  }

  /**
   * Whether a miss of this request counts as a guess: with the key a client may list all names, and
   * nodes ask for what most of them do not have.
   */
  boolean isGuess() {
    return services.rules().misses().isLimited()
        && name.isPresent()
        && !fromPeer
        && progress.admission().filter(how -> how != Admission.BY_KEY).isPresent();
  }

  /** What came of the request, which was answered with this status, whole or in part. */
  Services.Outcome outcome(int status, boolean complete) {
    return new Services.Outcome(
        operation,
        method(),
        progress.sealed().or(() -> name),
        () -> identity().name(),
        remoteAddress(),
        progress.admission(),
        status,
        complete && !progress.isCallerGone(),
        progress.refused(),
        progress.received(),
        progress.sent(),
        progress.nanos());
  }
}
