package org.tigstore.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that redis-benchmark sends; {@code __rand_int__} in it stands for random digits.
 *
 * @param words the command's words
 */
record RedisRequest(Redis server, List<String> words, boolean fills) implements Request {
  /** About what one connection does: redis-benchmark takes a number of requests, no duration. */
  private static final int REQUESTS_PER_SECOND = 25_000;

  private static final String RANDOM_NUMBERS = "1000000000000";

  @Override
  public Answers send(int connections, int seconds) throws IOException, InterruptedException {
    int count = seconds * REQUESTS_PER_SECOND;
    List<String> line = new ArrayList<>(List.of("redis-benchmark", "--csv", "-r", RANDOM_NUMBERS));
    line.addAll(List.of("-p", Integer.toString(server.port())));
    line.addAll(List.of("-c", Integer.toString(connections), "-n", Integer.toString(count)));
    line.addAll(words);
    String output = new Command(line).output();
    return parse(output.strip().substring(output.strip().lastIndexOf('\n') + 1), count);
  }

  /** Reads a line of "test","rps","average","minimum","p50","p95","p99","maximum". */
  private static Answers parse(String line, int count) {
    String[] fields = line.replace("\"", "").split(",", -1);
    double perSecond = Double.parseDouble(fields[1]);
    double p50 = Double.parseDouble(fields[4]);
    double p99 = Double.parseDouble(fields[6]);
    return new Answers(count, count / perSecond, 0, p50, p99, Double.NaN);
  }
}
