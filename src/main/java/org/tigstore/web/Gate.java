package org.tigstore.web;

import static jakarta.servlet.DispatcherType.ERROR;
import static jakarta.servlet.DispatcherType.FORWARD;
import static jakarta.servlet.DispatcherType.REQUEST;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.Admission;
import org.tigstore.access.HostPort;
import org.tigstore.access.Proxies;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The one way into the application: parses each request, admits or refuses it, has the resources
 * answer it, and reports what came of it. Whatever authenticates callers stands in front.
 *
 * <p>When the application stops, new requests are answered with 503, and running ones may end, for
 * up to five seconds, on servers that end filters before servlets and beans. Such servers would cut
 * requests off, and a JAX-RS runtime that is stopped beneath a request stays in memory with its
 * thread. Elsewhere the server's own way of stopping counts.
 */
public class Gate extends HttpFilter {
  /**
   * The attribute of the servlet context that is {@code TRUE} where the server itself discards the
   * bodies of refused requests.
   */
  public static final String SERVER_DISCARDS = "org.tigstore.server-discards";

  private static final long serialVersionUID = 1;
  private static final System.Logger LOG = System.getLogger(Gate.class.getName());

  /** Less than the time for which the application's successor waits for the directory. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

  private static final int MOST_REQUESTS = Integer.MAX_VALUE;
  private static final String NO_BLOCK = "a block's path is / and 64 digits of 0-9a-f and .tig";
  private static final String CURL_ADDS_NAME =
      "; curl -T FILE adds the file's name to the address: send the file as curl -T - <FILE";

  private final transient Duration longestDrain;
  private final transient Semaphore running = new Semaphore(MOST_REQUESTS);
  private final transient RootResource root = new RootResource();
  private final transient BlockResource block = new BlockResource();
  private final transient PageFiles page = new PageFiles();
  private volatile boolean draining;

  /** For the container. */
  public Gate() {
    this(LONGEST_DRAIN);
  }

  /** Waits no longer than this for running requests. */
  Gate(Duration longestDrain) {
    this.longestDrain = longestDrain;
  }

  /**
   * Puts the gate, and what answers in place of error pages, into an application that is being
   * started. By the program and not by the descriptor, so that filters that an operator's own web
   * fragment declares stand in front (Servlet 6.0, sections 4.4 and 8.2.3).
   */
  public static void addTo(ServletContext context) {
    context
        .addFilter(ErrorPageFilter.class.getSimpleName(), ErrorPageFilter.class)
        .addMappingForUrlPatterns(EnumSet.of(ERROR), true, "/*");
    // A filter in front may forward to another path, which is another thing to ask for.
    FilterRegistration.Dynamic gate = context.addFilter(Gate.class.getSimpleName(), Gate.class);
    gate.setAsyncSupported(true);
    gate.addMappingForUrlPatterns(EnumSet.of(REQUEST, FORWARD), true, "/*");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (response.isCommitted()) {
      return;
    }
    if (draining || !running.tryAcquire()) {
      ErrorAnswer.of(Refusal.CLOSED, "the application is stopping", request.getHeader("Accept"))
          .send(response, new Progress());
      return;
    }
    try {
      Services services = Services.in(request.getServletContext());
      Proxies proxies = services.rules().proxies();
      boolean trusted = proxies.trusts(request.getRemoteAddr());
      Call call = new Call(trusted ? new ProxiedRequest(request, proxies) : request, services);
      report(call, response, chain);
    } finally {
      running.release();
    }
  }

  private void report(Call call, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean complete = false;
    try {
      limit(call, response, chain);
      complete = true;
    } finally {
      call.services().observer().ended(call.outcome(response.getStatus(), complete));
    }
    Object discards = call.request().getServletContext().getAttribute(SERVER_DISCARDS);
    RefusedBody.discard(call, response, Boolean.TRUE.equals(discards));
  }

  private void limit(Call call, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestLimits.Place place;
    try {
      BodyFields.checkFraming(call.request(), call.isWrite());
      checkHost(call);
      place = placeOfClient(call);
    } catch (RefusedException e) {
      ErrorAnswer.of(e, call).send(response, call.progress());
      return;
    }
    try {
      admit(call, response, chain);
    } finally {
      place.leave();
    }
  }

  /**
   * Refuses requests that are addressed to another host than this one's names: a page that lets its
   * own name lead here (DNS rebinding) is of the same origin for a browser. Probes may come by any
   * name, and so may nodes, which go by addresses.
   */
  private static void checkHost(Call call) throws RefusedException {
    List<String> hosts = call.services().rules().hosts();
    if (hosts.isEmpty() || call.route() == Route.PROBE || call.isFromPeer()) {
      return;
    }
    if (!hosts.contains(host(call.request().getHeader("Host")))) {
      throw new RefusedException(Refusal.WRONG_HOST, "the requested host is not this host");
    }
  }

  /** Without the port (RFC 9110, section 7.2). */
  private static String host(@Nullable String field) {
    return HostPort.of(field == null ? "" : field.strip()).map(HostPort::canonicalHost).orElse("");
  }

  /** Probes are not limited, nor are other nodes, which count their callers themselves. */
  private static RequestLimits.Place placeOfClient(Call call) throws RefusedException {
    return call.route() == Route.PROBE || call.isFromPeer()
        ? RequestLimits.UNCOUNTED
        : call.services().rules().limits().request(call.remoteAddress());
  }

  private void admit(Call call, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    CrossOrigin origin = new CrossOrigin(call.request(), call.services().rules().origins());
    origin.fields().forEach(response::addHeader);
    RequestLimits.Place place;
    try {
      if (!call.route().has(call.method())) {
        notAllowed(call).send(response, call.progress());
        return;
      }
      call.progress().admit(admission(call, origin));
      checkMisses(call);
      if (call.method().equals("OPTIONS")) {
        origin.preflight(allowed(call.route()), call.route()).send(response, call.progress());
        return;
      }
      place = placeOfUpload(call);
    } catch (RefusedException e) {
      ErrorAnswer.of(e, call).send(response, call.progress());
      return;
    }
    try {
      call.run(() -> answer(call, response, chain));
    } finally {
      place.leave();
    }
  }

  private static Answer notAllowed(Call call) {
    int status = HttpServletResponse.SC_METHOD_NOT_ALLOWED;
    return ErrorAnswer.of(status, ErrorAnswer.phrase(status), call.accept())
        .with(HttpHeaders.ALLOW, call.route().methods());
  }

  private static Answer allowed(Route route) {
    return Answer.of(HttpServletResponse.SC_NO_CONTENT).with(HttpHeaders.ALLOW, route.methods());
  }

  /** What lets this request in; a key that its network may not try, right or wrong, does not. */
  private static Admission admission(Call call, CrossOrigin origin) throws RefusedException {
    // First: what names nothing tells nobody whether a key is right.
    if (call.route() == Route.NOTHING) {
      throw call.isWrite()
          ? new RefusedException(Refusal.MALFORMED, NO_BLOCK + CURL_ADDS_NAME)
          : new RefusedException(Refusal.MISSING, NO_BLOCK);
    }
    Services.AccessRules rules = call.services().rules();
    Admission admission;
    try {
      admission = rules.access().check(call.operation(), call::keys, call.identity());
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.KEY_REQUIRED && !call.keys().all().isEmpty()) {
        rules.wrongKeys().count(call.remoteAddress());
      }
      throw e;
    }
    if (admission == Admission.BY_KEY) {
      rules.wrongKeys().check(call.remoteAddress());
    }
    origin.check(call.operation(), admission == Admission.BY_KEY && call.ambientKey().isEmpty());
    return admission;
  }

  /**
   * While a client is over its limit of misses, it may not read what is there either, or it would
   * learn which names exist.
   */
  private static void checkMisses(Call call) throws RefusedException {
    if (!call.isWrite() && call.isGuess()) {
      call.services().rules().misses().check(call.remoteAddress());
    }
  }

  private static RequestLimits.Place placeOfUpload(Call call) throws RefusedException {
    boolean upload = call.isWrite() && call.operation().changes() && !call.isFromPeer();
    return upload ? call.services().rules().limits().upload() : RequestLimits.UNCOUNTED;
  }

  /**
   * The commonest requests go straight to the resource's method; the JAX-RS runtime calls the same
   * methods for all others, or for all if the fast path is turned off. It has no part in the page.
   */
  private void answer(Call call, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean common = call.route() == Route.BLOCK || (call.route() == Route.ROOT && call.isWrite());
    // Runtimes say another length than GET's, or none, of an answer to HEAD.
    boolean head = call.method().equals("HEAD") && call.route() != Route.PROBE;
    boolean file = call.route() == Route.PAGE;
    if (head || file || (common && call.services().fastPath())) {
      send(answerTo(call), call, response);
    } else {
      chain.doFilter(new RawRequest(call), response);
    }
  }

  private Answer answerTo(Call call) {
    try {
      InputStream body = call.isWrite() ? new RequestBody(call) : InputStream.nullInputStream();
      return switch (call.route()) {
        case ROOT -> call.isWrite() ? root.put(body) : root.head();
        case VERSION -> root.version();
        case METRICS -> root.headOfMetrics();
        case STATUS -> root.headOfStatus();
        case PAGE -> page.answer(call);
        default -> answerForBlock(call.method(), body);
      };
    } catch (IOException | RuntimeException e) {
      return ErrorAnswer.of(e, call);
    }
  }

  private Answer answerForBlock(String method, InputStream body) throws IOException {
    return switch (method) {
      case "GET" -> block.get();
      case "HEAD" -> block.head();
      case "DELETE" -> block.delete();
      default -> block.put(body);
    };
  }

  /** Sends the answer, or in its place what kept it from being begun. */
  private static void send(Answer answer, Call call, HttpServletResponse response)
      throws IOException {
    try {
      answer.send(response, call.progress());
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      // What a filter in front has set stays, whatever becomes of the answer.
      Map<String, List<String>> others = new LinkedHashMap<>();
      for (String name : response.getHeaderNames()) {
        if (!answer.fields().containsKey(name)) {
          others.put(name, List.copyOf(response.getHeaders(name)));
        }
      }
      response.reset();
      others.forEach((name, values) -> response.setHeader(name, values.get(0)));
      others.forEach(
          (name, values) ->
              values.stream().skip(1).forEach(more -> response.addHeader(name, more)));
      ErrorAnswer.of(e, call).send(response, call.progress());
    }
  }

  @Override
  public void destroy() {
    draining = true;
    try {
      if (!running.tryAcquire(MOST_REQUESTS, longestDrain.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(WARNING, "running requests exceeded the stop timeout and were aborted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
