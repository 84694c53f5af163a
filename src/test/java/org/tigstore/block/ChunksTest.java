package org.tigstore.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunksTest {
  private static final int MANY = 1100;

  static List<Chunks> kinds() {
    return List.of(Chunks.OUTSIDE_HEAP, Chunks.ON_HEAP);
  }

  /** The chunks that so many transfers have at the same time. */
  private static List<ByteBuffer> held(Chunks chunks, int transfers) throws IOException {
    List<ByteBuffer> held = new ArrayList<>();
    hold(chunks, transfers, held);
    return held;
  }

  private static void hold(Chunks chunks, int transfers, List<ByteBuffer> held) throws IOException {
    if (transfers > 0) {
      chunks.use(
          Long.MAX_VALUE,
          chunk -> {
            held.add(chunk);
            hold(chunks, transfers - 1, held);
          });
    }
  }

  private static long bytes(List<ByteBuffer> chunks, int leastCapacity) {
    return chunks.stream().filter(chunk -> chunk.capacity() >= leastCapacity).count()
        * leastCapacity;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void manyTransfersShareWhatThereIsAndTheOthersGetLittle(Chunks chunks) throws IOException {
    List<ByteBuffer> held = held(chunks, MANY);
    Set<ByteBuffer> different = Collections.newSetFromMap(new IdentityHashMap<>());
    different.addAll(held);
    assertThat(different).hasSize(MANY);
    assertThat(bytes(held, Content.CHUNK_BYTES))
        .isPositive()
        .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 16);
    assertThat(held.get(MANY - 1).capacity()).isEqualTo(Chunks.FEW_BYTES);
    assertThat(held.get(MANY - 1).isDirect()).isFalse();
    assertThat(held(chunks, 1).get(0).capacity()).isEqualTo(Content.CHUNK_BYTES);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void chunkOfAFailedTransferIsNotUsedAgainButReplaced(Chunks chunks) throws IOException {
    List<ByteBuffer> failed = new ArrayList<>();
    for (int time = 0; time < MANY; time++) {
      assertThatThrownBy(
              () ->
                  chunks.use(
                      Long.MAX_VALUE,
                      chunk -> {
                        failed.add(chunk);
                        throw new IOException("the caller left");
                      }))
          .hasMessage("the caller left");
      assertThat(failed.remove(0)).isNotSameAs(held(chunks, 1).get(0));
    }
    assertThat(held(chunks, 1).get(0).capacity()).isEqualTo(Content.CHUNK_BYTES);
  }

  @Test
  void fewBytesTakeNoMoreThanTheyAre() throws IOException {
    Chunks.OUTSIDE_HEAP.use(3, chunk -> assertThat(chunk.capacity()).isEqualTo(3));
  }
}
