package org.tigstore.process;

/**
 * Tells one attempted write from every other.
 *
 * @param round which process of a test made it
 * @param writer who in that process, without a hyphen
 * @param sequence how many this writer had attempted before
 */
record Identity(int round, String writer, int sequence) {
  /** The identity that {@link #toString} gave. */
  static Identity parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 3) {
      throw new AssertionError("no identity: " + text);
    }
    return new Identity(Integer.parseInt(parts[0]), parts[1], Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return round + "-" + writer + "-" + sequence;
  }
}
