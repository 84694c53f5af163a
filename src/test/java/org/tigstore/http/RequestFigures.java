package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tigstore.Eventually;

/**
 * What a node counts of its requests, asked of {@code /metrics}.
 *
 * @param requests makes a request of somebody who may read the figures
 */
public record RequestFigures(Supplier<RequestSpecification> requests) {
  private static final String MONITOR = "monitor done";

  /** So often in a row the figures have to be the same before they count as settled. */
  private static final int STILL = 5;

  /** The figures now. */
  public Scrape scrape() {
    return Scrape.of(requests.get().get("/metrics").then().statusCode(200).extract().asString());
  }

  /** The figures once all requests of the past are in them: some count after their answer. */
  public Scrape settled() throws InterruptedException {
    Deque<Scrape> last = new ArrayDeque<>(List.of(scrape()));
    Eventually.holds(
        "no request is counted any more",
        () -> {
          Scrape next = scrape();
          if (!others(next).equals(others(last.getLast()))) {
            last.clear();
          }
          last.addLast(next);
          return last.size() == STILL;
        });
    return last.getLast();
  }

  private static Map<String, Long> others(Scrape scrape) {
    Map<String, Long> requests = new TreeMap<>(scrape.requests());
    requests.remove(MONITOR);
    return requests;
  }

  /** Waits until just these requests, by kind and outcome, have been counted since. */
  public void awaitRise(Scrape before, Map<String, Long> expected) throws InterruptedException {
    Eventually.holds(
        "the requests are counted",
        () -> sum(risen(before, scrape()).values()) >= sum(expected.values()));
    assertThat(risen(before, settled())).isEqualTo(expected);
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> risen(Scrape before, Scrape after) {
    Map<String, Long> risen = others(after);
    others(before).forEach((kind, count) -> risen.merge(kind, -count, Long::sum));
    risen.values().removeIf(count -> count == 0);
    return risen;
  }

  /** How many bodies are being received. */
  public double uploads() {
    return scrape().value("tig_uploads");
  }

  /** Waits until no body is being received, be it stored or given up. */
  public void awaitNoUploads() throws InterruptedException {
    Eventually.holds("no body is being received", () -> uploads() == 0);
  }
}
