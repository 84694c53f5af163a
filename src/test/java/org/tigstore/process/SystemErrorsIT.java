package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tigstore.Eventually;
import org.tigstore.process.Faults.Call;
import org.tigstore.process.Faults.Errno;
import org.tigstore.process.Faults.Rule;

/** Whichever call of the system fails in whichever language, callers are told what it means. */
class SystemErrorsIT {
  private static final String DENIED =
      "500 the operating system denies access to a file of the store";
  private static final String UNAVAILABLE = "500 the file system is not available";

  private static final Map<Errno, String> ANSWERS =
      Map.ofEntries(
          Map.entry(Errno.ENOSPC, "507 there is no room left"),
          Map.entry(Errno.EDQUOT, "507 the disk quota is used up"),
          Map.entry(Errno.EFBIG, "507 the file system takes no file of this size"),
          Map.entry(Errno.EMFILE, "503 too many files are open"),
          Map.entry(Errno.ENFILE, "503 too many files are open on the whole machine"),
          Map.entry(Errno.ENOMEM, "503 the operating system is out of memory"),
          Map.entry(Errno.EROFS, "500 the data directory is read-only"),
          Map.entry(Errno.EACCES, DENIED),
          Map.entry(Errno.EPERM, DENIED),
          Map.entry(Errno.EIO, "500 the disk reports an input/output error"),
          Map.entry(Errno.EUCLEAN, "500 the file system is damaged"),
          Map.entry(Errno.ESTALE, UNAVAILABLE),
          Map.entry(Errno.ENODEV, UNAVAILABLE));

  /** Where whatever is stored lies at first. */
  private static final String UPLOADS = ".tigstore/uploads/*";

  private static final List<Call> CALLS = List.of(Call.OPEN, Call.WRITE, Call.SYNC, Call.RENAME);

  /** One is kept in memory until it is stored, and one is put into a file at its very end. */
  private static final List<String> BODIES = List.of("small", "x".repeat(65_536));

  @TempDir(factory = UnderTarget.class)
  private Path data;

  @TempDir(factory = UnderTarget.class)
  private Path temporary;

  static Stream<String> languages() throws IOException {
    return FullFileSystemIT.languages();
  }

  private static TigServer start(Faults faults, String language)
      throws IOException, InterruptedException {
    JavaCommand command =
        JavaCommand.ofWar()
            .under(faults.command(false))
            .under(List.of("env", "LC_ALL=C.UTF-8", "LANGUAGE=" + language));
    return TigServer.start(command.with("-Xmx64m"), faults.data());
  }

  private static String answer(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.headers().firstValue("Tig-Reason").orElse("");
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyErrorHasItsAnswer(String language) throws Exception {
    Faults faults = new Faults(data, temporary);
    try (TigServer server = start(faults, language)) {
      for (Errno errno : Errno.values()) {
        for (Call call : CALLS) {
          faults.set(new Rule(List.of(call), errno, UPLOADS, 0, Integer.MAX_VALUE, 1));
          for (String body : BODIES) {
            HttpResponse<String> answer = server.seal(body);
            assertThat(answer(answer)).as(call + " " + errno).isEqualTo(ANSWERS.get(errno));
            assertThat(answer.headers().firstValue("Retry-After").isPresent())
                .isEqualTo(answer.statusCode() == 503);
          }
          faults.heal();
        }
        assertThat(server.seal(errno.name()).statusCode()).isEqualTo(200);
      }
      for (String answer : ANSWERS.values()) {
        // Once a minute, and there were eight times as many failures.
        long lines =
            server.process().output().stream()
                .filter(line -> line.contains(answer.substring(4) + " ("))
                .count();
        assertThat(lines).as(answer).isBetween(1L, 4L);
      }
    }
  }

  @Test
  void aNodeThatCannotSyncIsNotReadyAndAFullOneIs() throws Exception {
    Faults faults = new Faults(data, temporary);
    faults.set(Rule.all(Errno.EIO, Call.SYNC));
    try (TigServer server = start(faults, "en")) {
      Readiness readiness = new Readiness(server);
      assertThat(readiness.awaitNotReady()).isEqualTo("the disk reports an input/output error");
      faults.set(new Rule(List.of(Call.OPEN), Errno.EDQUOT, UPLOADS, 0, Integer.MAX_VALUE, 1));
      readiness.awaitReady();
      Eventually.holds(
          "it is full",
          () -> server.send(server.request("/metrics")).body().contains("\ntig_disk_full 1.0"));
      readiness.awaitReady();
      faults.set(Rule.all(Errno.EACCES, Call.RENAME));
      assertThat(readiness.awaitNotReady()).startsWith("the operating system denies access");
      faults.heal();
      readiness.awaitReady();
      assertThat(server.seal(BodyPublishers.ofString("stored")).statusCode()).isEqualTo(200);
    }
  }
}
