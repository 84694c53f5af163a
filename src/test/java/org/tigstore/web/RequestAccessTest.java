package org.tigstore.web;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.access.AccessMode;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Operation;
import org.tigstore.access.Role;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.Touch;
import org.tigstore.protocol.Channel;

/** The operation of each request, and the callers who may ask for it. */
class RequestAccessTest {
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final String[] NONE = {};
  private static final BlockName NAME = Bodies.nameOf("the key of a slot");
  private static EmbeddedNode node;

  private final BlockStore store =
      new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock());
  private final BlockingQueue<Services.Outcome> outcomes = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  private void serve(AccessMode mode, String... origins) {
    node.serve(
        store,
        RETENTION,
        EmbeddedNode.rules(EmbeddedNode.policy(mode, Optional.of("abc")), List.of(origins)),
        outcomes::add);
  }

  private Services.Outcome outcome() throws InterruptedException {
    return Optional.ofNullable(outcomes.poll(1, TimeUnit.MINUTES)).orElseThrow();
  }

  /** The fields by which a trusted proxy says that the caller has these roles. */
  private static String[] inRoles(Role... roles) {
    String labels = Arrays.stream(roles).map(Role::label).collect(joining(", "));
    return new String[] {EmbeddedNode.USER, "somebody", EmbeddedNode.ROLES, labels};
  }

  private static String[] with(String[] fields, String... more) {
    return Stream.of(fields, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,     /NAME,                      -,   READ,    READ",
        "HEAD,    /NAME,                      -,   LOOK,    READ",
        "GET,     /NAME?burst=1,              -,   BURST,   READ",
        "GET,     /NAME?burst=0,              -,   READ,    READ",
        "HEAD,    /NAME?burst=1,              -,   LOOK,    READ",
        "GET,     /NAME?chtimes=0,            -,   READ,    READ",
        "GET,     /NAME?take=0,               -,   READ,    READ",
        "GET,     /NAME?take=1,               -,   TAKE,    WRITE",
        "GET,     /NAME?take=,                -,   TAKE,    WRITE",
        "GET,     /NAME?%74ake=1,             -,   TAKE,    WRITE",
        "GET,     /NAME?take=1&take=0,        -,   TAKE,    WRITE",
        "HEAD,    /NAME?take=1,               -,   TAKE,    WRITE",
        "PUT,     /NAME,                      -,   WRITE,   WRITE",
        "POST,    /NAME,                      -,   WRITE,   WRITE",
        "PUT,     /NAME,                      *,   CREATE,  APPEND WRITE",
        "PUT,     /NAME,                      \"x\", WRITE, WRITE",
        "PUT,     /NAME?setifnot=1,           -,   CREATE,  APPEND WRITE",
        "PUT,     /NAME?setifnot=0,           -,   WRITE,   WRITE",
        "PUT,     /NAME?setifnot=2,           -,   WRITE,   WRITE",
        "PUT,     /NAME?append=1,             -,   APPEND,  APPEND WRITE",
        "POST,    /NAME?append=1,             -,   APPEND,  APPEND WRITE",
        "PUT,     /NAME?append=true,          -,   WRITE,   WRITE",
        "PUT,     /NAME?take=1,               -,   WRITE,   WRITE",
        "DELETE,  /NAME,                      -,   DELETE,  WRITE",
        "DELETE,  /NAME?take=0,               -,   DELETE,  WRITE",
        "PUT,     /,                          -,   SEAL,    APPEND WRITE",
        "POST,    /,                          -,   SEAL,    APPEND WRITE",
        "GET,     /,                          -,   LIST,    ADMIN",
        "HEAD,    /,                          -,   LIST,    ADMIN",
        "GET,     /version,                   -,   VERSION, READ",
        "GET,     /metrics,                   -,   MONITOR, ADMIN",
        "GET,     /status,                    -,   STATUS,  ADMIN",
        "HEAD,    /status,                    -,   STATUS,  ADMIN",
        "GET,     /ui/,                       -,   PAGE,    READ APPEND WRITE ADMIN NOBODY",
        "GET,     /ui/nothing.js,             -,   PAGE,    READ APPEND WRITE ADMIN NOBODY",
        "PUT,     /kv,                        -,   NAME,    READ APPEND WRITE ADMIN",
        "POST,    /kv,                        -,   NAME,    READ APPEND WRITE ADMIN",
        "GET,     /health/live,               -,   PROBE,   READ APPEND WRITE ADMIN NOBODY",
        "GET,     /health/ready,              -,   PROBE,   READ APPEND WRITE ADMIN NOBODY",
        "OPTIONS, /NAME?take=1,               -,   PROBE,   READ APPEND WRITE ADMIN NOBODY",
        "OPTIONS, /,                          -,   PROBE,   READ APPEND WRITE ADMIN NOBODY"
      })
  void requestNeedsOneOfTheseRoles(
      String method, String path, @Nullable String noneMatch, Operation operation, String roles)
      throws Exception {
    serve(AccessMode.ROLES);
    List<String> allowed = Arrays.asList(roles.split(" ", -1));
    String target = path.replace("NAME", NAME.toString());
    String[] conditions = noneMatch == null ? NONE : new String[] {"If-None-Match", noneMatch};

    HttpResponse<String> nobody = node.send(method, target, "", conditions);
    assertThat(nobody.statusCode() != 403).isEqualTo(allowed.contains("NOBODY"));
    assertThat(outcome().operation()).isEqualTo(operation);
    for (Role role : Role.values()) {
      HttpResponse<String> answer = node.send(method, target, "", with(inRoles(role), conditions));
      assertThat(answer.statusCode() != 403)
          .as(role.label())
          .isEqualTo(allowed.contains(role.name()));
      assertThat(outcome().operation()).isEqualTo(operation);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',            X-API-Key,     abc,        200",
    "'',            Authorization, Bearer abc, 200",
    "'',            authorization, bearer abc, 200",
    "?apikey=abc,   X-Other,       x,          200",
    "?apikey=a%62c, X-Other,       x,          200",
    "?apikey=abc,   X-API-Key,     wrong,      200",
    "'',            Authorization, Basic YW55Ym9keTphYmM=, 200",
    "'',            authorization, basic OmFiYw, 200",
    "?apikey=wrong, Authorization, Basic OmFiYw, 200",
    "'',            Authorization, Basic YWJjOg==, 401",
    "'',            Authorization, Basic YWJj, 401",
    "'',            Authorization, Basic abc,  401",
    "'',            X-Other,       abc,        401",
    "'',            X-API-Key,     abcd,       401",
    "'',            Authorization, abc,        401",
    "?apikey=,      X-Other,       x,          401",
    "?apikey=ABC,   X-Other,       x,          401"
  })
  void changeNeedsTheKey(String query, String field, String value, int status) throws Exception {
    serve(AccessMode.KEY);

    HttpResponse<String> answer = node.send("PUT", "/" + NAME + query, "value", field, value);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
    assertThat(outcome().admission())
        .isEqualTo(status == 200 ? Optional.of(Admission.BY_KEY) : Optional.empty());
    assertThat(store.read(NAME, Touch.KEEP).isPresent()).isEqualTo(status == 200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /x,            404",
    "HEAD,   /x,            404",
    "DELETE, /x,            404",
    "PUT,    /x,            400",
    "POST,   /x.tig,        400",
    "PUT,    /health/live,  405",
    "DELETE, /,             405",
    "PATCH,  /NAME,         405",
    "LOCK,   /,             405",
    "DELETE, /kv,           405"
  })
  void invalidPathsAndMethodsAreRefusedBeforeTheKeyIsChecked(String method, String path, int status)
      throws Exception {
    serve(AccessMode.KEY);
    String target = path.replace("NAME", NAME.toString());

    HttpResponse<String> answer = node.send(method, target, "", "X-API-Key", "wrong");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    Services.Outcome outcome = outcome();
    assertThat(outcome.admission()).isEmpty();
    assertThat(outcome.operation() == Operation.PROBE).isEqualTo(status == 405);
  }

  @Test
  void optionsListsTheMethodsToEverybody() throws Exception {
    serve(AccessMode.ROLES);

    HttpResponse<String> answer = node.send("OPTIONS", "/" + NAME, "");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow"))
        .contains("DELETE, GET, HEAD, OPTIONS, POST, PUT");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
  }

  @Test
  void appendOnlyCallerSealsButReplacesNoSquatter() throws Exception {
    BlockName name = Bodies.nameOf("abc");
    Bodies.write(store, name, "squatter");
    serve(AccessMode.ROLES);

    assertThat(node.send("PUT", "/", "abc", inRoles(Role.APPEND)).statusCode()).isEqualTo(409);
    String[] addingOnly = with(inRoles(Role.WRITE), Caller.ADDING_ONLY, "1");
    assertThat(node.send("PUT", "/", "abc", addingOnly).statusCode()).isEqualTo(409);
    assertThat(Bodies.readText(store, name)).isEqualTo("squatter");
    assertThat(node.send("PUT", "/", "def", inRoles(Role.APPEND)).statusCode()).isEqualTo(200);
    assertThat(node.send("PUT", "/", "abc", inRoles(Role.WRITE)).statusCode()).isEqualTo(200);
    assertThat(Bodies.readText(store, name)).isEqualTo("abc");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "PUT,    '',      -,                     -,           200",
        "PUT,    '',      https://evil.example,  -,           403",
        "PUT,    '',      null,                  -,           403",
        "PUT,    '',      SELF,                  -,           200",
        "PUT,    '',      https://app.example,   -,           200",
        "PUT,    '',      -,                     cross-site,  403",
        "PUT,    '',      -,                     same-site,   403",
        "PUT,    '',      -,                     same-origin, 200",
        "PUT,    '',      -,                     none,        200",
        "PUT,    '',      https://evil.example,  same-origin, 200",
        "PUT,    '',      https://app.example,   cross-site,  200",
        "DELETE, '',      https://evil.example,  -,           403",
        "GET,    ?take=1, https://evil.example,  -,           403",
        "GET,    '',      https://evil.example,  cross-site,  200"
      })
  void pagesOfOtherOriginsMayOnlyRead(
      String method, String query, @Nullable String origin, @Nullable String site, int status)
      throws Exception {
    Bodies.write(store, NAME, "value");
    serve(AccessMode.ROLES, "https://app.example");
    List<String> fields = new ArrayList<>(List.of(inRoles(Role.READ, Role.WRITE)));
    if (origin != null) {
      String own = "http://" + node.address().getAuthority();
      fields.addAll(List.of("Origin", origin.replace("SELF", own)));
    }
    if (site != null) {
      fields.addAll(List.of("Sec-Fetch-Site", site));
    }

    HttpResponse<String> answer =
        node.send(method, "/" + NAME + query, "", fields.toArray(String[]::new));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Vary")).contains("Origin");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .isEqualTo(Optional.ofNullable(origin).filter("https://app.example"::equals));
    assertThat(store.read(NAME, Touch.KEEP)).isPresent();
  }

  @Test
  void requestWithTheKeyMayComeFromAnyOrigin() throws Exception {
    serve(AccessMode.KEY_OR_ROLES);

    HttpResponse<String> answer =
        node.send("PUT", "/" + NAME, "value", "X-API-Key", "abc", "Origin", "https://evil.example");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  /** Browsers add the password to what any page asks for. */
  @ParameterizedTest
  @CsvSource({
    "'',            Origin,         https://evil.example, 403",
    "?apikey=wrong, Sec-Fetch-Site, cross-site,           403",
    "'',            Sec-Fetch-Site, same-origin,          200",
    "'',            Origin,         https://app.example,  200"
  })
  void keyAsAPasswordIsNotShownOnPurpose(String query, String field, String value, int status)
      throws Exception {
    for (AccessMode mode : new AccessMode[] {AccessMode.KEY, AccessMode.KEY_OR_ROLES}) {
      serve(mode, "https://app.example");

      HttpResponse<String> answer =
          node.send(
              "PUT", "/" + NAME + query, "value", "Authorization", "Basic OmFiYw", field, value);

      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  @Test
  void passwordOfAUserOfTheServerIsNoKey() throws Exception {
    String[] password = {"Authorization", "Basic OmFiYw"};
    serve(AccessMode.KEY_OR_ROLES);

    assertThat(node.send("PUT", "/", "x", with(inRoles(Role.READ), password)).statusCode())
        .isEqualTo(403);
    assertThat(node.send("PUT", "/", "x", with(inRoles(Role.WRITE), password)).statusCode())
        .isEqualTo(200);
    assertThat(node.send("PUT", "/", "x", password).statusCode()).isEqualTo(200);
    serve(AccessMode.KEY);
    assertThat(node.send("PUT", "/", "x", with(inRoles(Role.WRITE), password)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void wrongPasswordsAreLimitedLikeAllWrongKeys() throws Exception {
    serve(AccessMode.KEY);
    String[] wrong = {"Authorization", "Basic OndvcmRz"};

    int status = 401;
    for (int request = 0; status == 401 && request < 10_000; request++) {
      HttpResponse<String> answer = node.send("PUT", "/", "x", wrong);
      status = answer.statusCode();
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("Bearer"))
          .startsWith("Bearer");
    }

    assertThat(status).isEqualTo(429);
  }

  @Test
  void preflightIsAnsweredForConfiguredOriginsOnly() throws Exception {
    serve(AccessMode.KEY, "https://app.example");
    String asked = "Access-Control-Request-Method";

    HttpResponse<String> configured =
        node.send("OPTIONS", "/", "", "Origin", "https://app.example", asked, "PUT");
    HttpResponse<String> other =
        node.send("OPTIONS", "/", "", "Origin", "https://evil.example", asked, "PUT");

    assertThat(configured.headers().firstValue("Access-Control-Allow-Methods"))
        .contains("GET, HEAD, OPTIONS, POST, PUT");
    assertThat(configured.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("X-API-Key", "X-Requested-With", "Cache-Control", "Content-MD5", "Repr-Digest");
    assertThat(other.statusCode()).isEqualTo(204);
    assertThat(other.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
  }
}
