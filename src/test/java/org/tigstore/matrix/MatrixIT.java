package org.tigstore.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tigstore.block.Sha256;

/**
 * Runs rows of the test matrix, {@code .ci/matrix}. System properties: {@code tig.rows} says which
 * rows, by their names or by what the column "when" says, or {@code all}; {@code tig.tests=all}
 * runs every test in every row; {@code tig.parallelRows} says how many rows run at a time.
 */
class MatrixIT {
  @TestFactory
  Stream<DynamicTest> rows() throws IOException {
    List<Row> rows = Row.chosen(System.getProperty("tig.rows", "verify"));
    ExecutorService workers =
        Executors.newFixedThreadPool(Integer.getInteger("tig.parallelRows", 3));
    List<Future<RowProcess.Result>> results = new ArrayList<>();
    for (Row row : rows) {
      results.add(workers.submit(() -> run(row)));
    }
    workers.shutdown();
    String war = warDigest();
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Future<RowProcess.Result> result = results.get(i);
      tests.add(
          DynamicTest.dynamicTest(
              rows.get(i).name(), () -> assertThat(result.get().failures()).isEmpty()));
    }
    DynamicTest sameWar =
        DynamicTest.dynamicTest(
            "the same tig.war in every row", () -> assertThat(warDigest()).isEqualTo(war));
    return Stream.concat(tests.stream(), Stream.of(sameWar));
  }

  private static RowProcess.Result run(Row row) throws IOException, InterruptedException {
    RowProcess.Result result = new RowProcess(row).run();
    System.out.println(result.line());
    return result;
  }

  private static String warDigest() throws IOException {
    Path war = Path.of(System.getProperty("tig.war"));
    return Sha256.nameOf(Files.readAllBytes(war)).digits();
  }
}
