package org.tigstore.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A zip archive in memory, such as a jar inside the WAR, which the JDK cannot open in place. The
 * numbers are offsets in the structures of PKWARE's APPNOTE.TXT, section 4.3.
 */
final class ZipArchive {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int HEADER_SIGNATURE = 0x02014b50;
  private static final int HEADER_LENGTH = 46;
  private static final int LOCAL_HEADER_LENGTH = 30;
  private static final int DEFLATED = 8;

  private final ByteBuffer bytes;

  ZipArchive(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  List<ZipMember> members() {
    int end = end();
    int count = unsignedShort(end + 10);
    int header = bytes.getInt(end + 16);
    List<ZipMember> members = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      if (bytes.getInt(header) != HEADER_SIGNATURE) {
        throw new IllegalStateException("the archive's directory is damaged");
      }
      members.add(member(header));
      header +=
          HEADER_LENGTH
              + unsignedShort(header + 28)
              + unsignedShort(header + 30)
              + unsignedShort(header + 32);
    }
    return members;
  }

  /** The offset of the end record, which only a comment may follow. */
  private int end() {
    for (int end = bytes.limit() - END_LENGTH; end >= 0; end--) {
      if (bytes.getInt(end) == END_SIGNATURE) {
        return end;
      }
    }
    throw new IllegalStateException("no zip archive");
  }

  private ZipMember member(int header) {
    byte[] name = new byte[unsignedShort(header + 28)];
    bytes.get(header + HEADER_LENGTH, name);
    int local = bytes.getInt(header + 42);
    int content =
        local + LOCAL_HEADER_LENGTH + unsignedShort(local + 26) + unsignedShort(local + 28);
    return new ZipMember(
        new String(name, UTF_8),
        bytes.slice(content, bytes.getInt(header + 20)),
        unsignedShort(header + 10) == DEFLATED,
        bytes.getInt(header + 24));
  }

  private int unsignedShort(int position) {
    return Short.toUnsignedInt(bytes.getShort(position));
  }
}
