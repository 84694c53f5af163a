package org.tigstore.bench;

/**
 * What was answered under a load.
 *
 * @param count how many requests were answered
 * @param seconds in how long
 * @param failures requests without an answer, or with a status of 400 and over
 * @param p50 the median latency, in milliseconds; not a number where it is not known, as all three
 * @param p99 the latency that one in a hundred exceeds
 * @param p999 the latency that one in a thousand exceeds
 */
record Answers(
    double count, double seconds, double failures, double p50, double p99, double p999) {}
