package org.tigstore.http;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** What a seed decides. */
record Choices(Random random) {
  /** One of these. */
  @SafeVarargs
  final <T> T of(T... several) {
    return several[random.nextInt(several.length)];
  }

  /** One of these. */
  <T> T of(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  /** True so many times in a hundred. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** At least the first and less than the second. */
  int number(int from, int to) {
    return from + random.nextInt(to - from);
  }

  /** Characters that need no escape in a path. */
  String word(int length) {
    return random
        .ints(length, 0, 64)
        .mapToObj("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"::charAt)
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  /** Characters of one byte, control characters among them. */
  String bytes(int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 0, 256).forEach(one -> text.append((char) one));
    return text.toString();
  }
}
