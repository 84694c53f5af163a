package org.tigstore.bench;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long it takes from starting tig to its first answer. */
final class Start {
  static final String NAME = "start to first answer, ms";
  private static final Pattern MEDIAN = Pattern.compile("median (\\d+) ms");

  private Start() {}

  static double milliseconds() throws IOException, InterruptedException {
    String output = new Command(List.of("src/bench/start")).output();
    Matcher median = MEDIAN.matcher(output);
    if (!median.find()) {
      throw new IOException("no median in:\n" + output);
    }
    return Double.parseDouble(median.group(1));
  }
}
