package org.tigstore.bench;

import java.io.IOException;

/** What a program that makes load sends over and over. */
interface Request {
  /** Sends it over so many connections for about so many seconds. */
  Answers send(int connections, int seconds) throws IOException, InterruptedException;

  /** Whether each one leaves something new behind. */
  boolean fills();
}
