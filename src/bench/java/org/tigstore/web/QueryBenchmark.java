package org.tigstore.web;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tigstore.block.RefusedException;

/** Parameters, of which each request is asked for several. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class QueryBenchmark {
  private final String text = "Content-Type=text%2Fplain&burst=1";

  @Benchmark
  public Optional<String> value() {
    return Query.parse(text).value(Query.CONTENT_TYPE);
  }

  @Benchmark
  public boolean absentWithoutQuery() throws RefusedException {
    return Query.parse(null).isOn(Query.APPEND);
  }
}
