package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Tells where the time of one work goes, by Java Flight Recorder: each sample counts for the
 * innermost frame that belongs to a layer, what the JDK does for it included.
 */
public final class Profile {
  private static final Path RECORDING = Path.of("target", "bench", "profile.jfr");
  private static final int CONNECTIONS = 16;
  private static final int SECONDS = 20;
  private static final Map<String, String> LAYERS =
      Map.of(
          "org.tigstore.", "tig",
          "com.github.benmanes.", "tig",
          "org.glassfish.", "Jersey",
          "org.jvnet.hk2.", "Jersey",
          "org.eclipse.jetty.", "Jetty");

  private final Map<String, Integer> samples = new TreeMap<>();
  private int all;

  private Profile() {}

  /** Takes a part of the name of the work. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Instant begin = load(arguments[0]);
    new Profile().print(begin);
  }

  private static Instant load(String name) throws IOException, InterruptedException {
    List<String> recording =
        List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+DebugNonSafepoints",
            "-XX:StartFlightRecording=settings=profile,filename=" + RECORDING);
    List<String> options = List.of("--durability=none", "--retention=PT1H");
    try (Tig tig = new Tig(TemporaryDirectory.make(), recording, options)) {
      Work work =
          Works.of(tig, Peers.NONE).stream()
              .filter(one -> one.name().contains(name))
              .findFirst()
              .orElseThrow();
      Pace pace = Pace.chosen();
      tig.warmUp(pace.warmUpSeconds());
      tig.warmUpWrites(pace.warmUpSeconds());
      Load load = new Load(tig, work.request(), Math.min(CONNECTIONS, work.mostConnections()));
      load.run(pace.warmUpSeconds());
      Instant begin = Instant.now();
      double before = tig.processes().systemSeconds();
      Result result = load.run(SECONDS);
      double system = (tig.processes().systemSeconds() - before) / result.answers().count();
      double whole = result.processorSeconds() / 10_000;
      System.out.printf(
          Locale.ROOT,
          "%s: %.0f a second, each %.0f µs of processor time, of which %.0f in the kernel%n%n",
          work.name(),
          result.perSecond(),
          whole * 1e6,
          system * 1e6);
      return begin;
    }
  }

  private void print(Instant begin) throws IOException {
    try (RecordingFile recording = new RecordingFile(RECORDING)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        boolean sample = event.getEventType().getName().equals("jdk.ExecutionSample");
        if (sample && event.getStartTime().isAfter(begin) && event.getStackTrace() != null) {
          samples.merge(layer(event.getStackTrace().getFrames()), 1, Integer::sum);
          all++;
        }
      }
    }
    System.out.println("| Java code of | samples |\n| --- | --- |");
    samples.forEach(
        (layer, count) ->
            System.out.printf(Locale.ROOT, "| %s | %.0f %% |%n", layer, 100.0 * count / all));
  }

  private static String layer(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> layer : LAYERS.entrySet()) {
        if (type.startsWith(layer.getKey())) {
          return layer.getValue();
        }
      }
    }
    return "the JDK alone";
  }
}
