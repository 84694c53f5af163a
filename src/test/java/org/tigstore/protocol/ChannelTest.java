package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Bodies;
import org.tigstore.block.Refusal;

/** Which contents make a channel. */
class ChannelTest {
  private static final String NAME =
      "181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig";

  private static Optional<Channel> channel(String text) throws IOException {
    return Channel.of(content(text));
  }

  private static BytesContent content(String text) {
    return new BytesContent(text.getBytes(UTF_8));
  }

  @Test
  void bothDirectionsAreChannels() throws IOException {
    assertThat(channel("Read only channel to tig /" + NAME))
        .contains(new Channel(Channel.Direction.READ, Bodies.nameOf("123\n")));
    assertThat(channel("Write only channel to tig /" + NAME + " \r\n\n"))
        .contains(new Channel(Channel.Direction.WRITE, Bodies.nameOf("123\n")));
    assertThat(channel("Read only channel to tig /tig/" + NAME)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Read only channel to tig " + NAME,
        "read only channel to tig /" + NAME,
        " Read only channel to tig /" + NAME,
        "Read only channel to tig /" + NAME + "x",
        "Read only channel to tig /" + NAME + "\nmore",
        "Read only channel to tig /x"
      })
  void otherContentIsNone(String text) throws IOException {
    assertThat(channel(text)).isEmpty();
  }

  @Test
  void aChannelHasUnder120Bytes() throws IOException {
    String text = "Read only channel to tig /" + NAME;

    assertThat(channel(text + " ".repeat(119 - text.length()))).isPresent();
    assertThat(channel(text + " ".repeat(120 - text.length()))).isEmpty();
  }

  @Test
  void slotHoldingAChannelMayNotBeChanged() throws IOException {
    for (String direction : List.of("Read", "Write")) {
      BytesContent content = content(direction + " only channel to tig /" + NAME);

      assertRefused(Refusal.CHANNEL_CLOSED, () -> Channel.refuseChange(content));
    }
    Channel.refuseChange(content("Read only channel to tig /x"));
    Channel.refuseChange(content(""));
  }
}
