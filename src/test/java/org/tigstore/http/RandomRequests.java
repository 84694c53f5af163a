package org.tigstore.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Requests at random about a few blocks. Each is checked for an answer that may be given to it.
 *
 * <p>A test sends 4,000 to the WAR on its own and 750 to any other server, the same ones each time.
 * {@code -Dtig.fuzz=100000} makes it send so many, and others each time. The seed is printed;
 * {@code -Dtig.seed=} repeats the requests of the run that printed it.
 */
public final class RandomRequests {
  private static final int COUNT =
      Integer.getInteger(
          "tig.fuzz", "standalone".equals(System.getProperty("tig.server")) ? 4000 : 750);
  private static final long SEED =
      Long.getLong(
          "tig.seed", System.getProperty("tig.fuzz") == null ? 7 : new Random().nextLong());

  /** What a server may throw away with a connection whose client still sends. */
  private static final int SMALL = 10_000;

  private final DeployedTest server;
  private final int firstName;
  private final List<String> paths;
  private final Choices choices = new Choices(new Random(SEED));
  private final RequestFuzzer fuzzer;

  /**
   * Stores the blocks that the requests are about.
   *
   * @param firstName the number in the first name that requests may write; no two tests on one
   *     server have the same, as they leave channels behind, which cannot be deleted
   */
  public RandomRequests(DeployedTest server, int firstName) {
    this.server = server;
    this.firstName = firstName;
    String slot = named(1, "value");
    String sealed = server.sealed("abc");
    this.paths =
        List.of(
            slot,
            sealed,
            server.sealed(sealed + "\n" + slot),
            server.sealed("x".repeat(100_000)),
            named(2, sealed + "\n" + slot),
            named(3, "Read only channel to tig " + slot),
            named(4, "Write only channel to tig " + slot));
    this.fuzzer = RequestFuzzer.of(choices, paths, firstName, server.root.getAuthority());
  }

  /** Writes one of the slots that every run with this seed has. */
  private String named(int number, String text) {
    String path = "/" + FuzzedTargets.name(firstName + number);
    server.tig().body(text).put(path).then().statusCode(200);
    return path;
  }

  /** The paths of all blocks that well-formed requests may be about, there or not. */
  List<String> paths() {
    return Stream.concat(
            paths.stream(),
            IntStream.range(firstName, firstName + FuzzedTargets.FRESH_NAMES)
                .mapToObj(number -> "/" + FuzzedTargets.name(number)))
        .distinct()
        .toList();
  }

  /** Sends them, and checks each answer. */
  public void send() throws IOException {
    System.out.printf("requests at random: -Dtig.fuzz=%d -Dtig.seed=%d%n", COUNT, SEED);
    for (int sent = 0; sent < COUNT; ) {
      List<FuzzedRequest> requests = fuzzer.next();
      sent += requests.size();
      try (RawConnection connection = server.connection()) {
        exchange(connection, requests);
      } catch (IOException e) {
        throw new AssertionError("no answer to " + requests, e);
      }
    }
  }

  private void exchange(RawConnection connection, List<FuzzedRequest> requests) throws IOException {
    if (!requests.get(0).wellFormed()) {
      FuzzedRequest request = requests.get(0);
      send(connection, request);
      end(connection);
      FuzzedAnswers.check(request, connection.restOrReset());
    } else if (choices.chance(50)) {
      sendAtOnce(connection, requests);
    } else {
      sendInTurns(connection, requests);
    }
  }

  /** Sends it, or what the server wants of it: it may have heard enough, and have gone. */
  private static void send(RawConnection connection, FuzzedRequest request) throws IOException {
    try {
      connection.send(request.text());
    } catch (SocketException e) {
      // What it said before can still be read.
    }
  }

  private static void end(RawConnection connection) throws IOException {
    try {
      connection.end();
    } catch (SocketException e) {
      // It is over anyway.
    }
  }

  private static void sendInTurns(RawConnection connection, List<FuzzedRequest> requests)
      throws IOException {
    for (FuzzedRequest request : requests) {
      send(connection, request);
      Optional<RawConnection.Answer> answer = answer(connection, request);
      if (answer.isEmpty() || mayEnd(answer.get())) {
        return;
      }
    }
  }

  /** Those that fit into what servers and networks hold while nobody reads answers. */
  private void sendAtOnce(RawConnection connection, List<FuzzedRequest> requests)
      throws IOException {
    List<FuzzedRequest> small =
        requests.stream().filter(request -> request.text().length() < SMALL).toList();
    for (FuzzedRequest request : small) {
      send(connection, request);
    }
    for (int next = 0; next < small.size(); next++) {
      Optional<RawConnection.Answer> answer;
      try {
        answer = answer(connection, small.get(next));
      } catch (EOFException | SocketException e) {
        if (next == 0) {
          throw e;
        }
        // What is sent at once and not answered is to be sent again (RFC 9112, section 9.3.2):
        // Jetty may close the connection at a malformed request behind another one.
        try (RawConnection again = server.connection()) {
          sendInTurns(again, small.subList(next, small.size()));
        }
        return;
      }
      if (answer.isEmpty() || mayEnd(answer.get())) {
        return;
      }
    }
  }

  /** After an error a server need not know where the next request begins. */
  private static boolean mayEnd(RawConnection.Answer answer) {
    return answer.status() >= 400 || "close".equalsIgnoreCase(answer.fields().get("Connection"));
  }

  /** The answer, which has to come; only to who still sends much it may be lost. */
  private static Optional<RawConnection.Answer> answer(
      RawConnection connection, FuzzedRequest request) throws IOException {
    try {
      RawConnection.Answer answer = connection.answerTo(request.method());
      while (answer.status() < 200) {
        FuzzedAnswers.check(request, answer);
        answer = connection.answerTo(request.method());
      }
      FuzzedAnswers.check(request, answer);
      return Optional.of(answer);
    } catch (EOFException | SocketException e) {
      if (request.text().length() < SMALL) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
