package org.tigstore.file;

import java.util.List;
import org.tigstore.block.Refusal;

/** The errors of the operating system that a store tells apart, and what each means to a caller. */
enum SystemError {
  ENOSPC(Refusal.NO_ROOM, "there is no room left", "No space left on device"),
  EDQUOT(
      Refusal.NO_ROOM,
      "the disk quota is used up",
      "Disk quota exceeded",
      "Disc quota exceeded",
      "Quota exceeded"),
  EFBIG(Refusal.NO_ROOM, "the file system takes no file of this size", "File too large"),
  EMFILE(
      Refusal.EXHAUSTED,
      "too many files are open",
      "Too many open files",
      "No file descriptors available"),
  ENFILE(
      Refusal.EXHAUSTED,
      "too many files are open on the whole machine",
      "Too many open files in system"),
  ENOMEM(
      Refusal.EXHAUSTED,
      "the operating system is out of memory",
      "Cannot allocate memory",
      "Out of memory"),
  EROFS(Refusal.STORE_FAILED, "the data directory is read-only", "Read-only file system"),
  EACCES(
      Refusal.STORE_FAILED,
      "the operating system denies access to a file of the store",
      "Permission denied",
      "Operation not permitted"),
  EIO(
      Refusal.STORE_FAILED,
      "the disk reports an input/output error",
      "Input/output error",
      "I/O error"),
  EUCLEAN(
      Refusal.STORE_FAILED,
      "the file system is damaged",
      "Structure needs cleaning",
      "Bad message"),
  ESTALE(
      Refusal.STORE_FAILED,
      "the file system is not available",
      "Stale file handle",
      "Stale NFS file handle",
      "No such device",
      "No such device or address",
      "Transport endpoint is not connected",
      "Host is down",
      "Connection timed out",
      "Operation timed out");

  private final Refusal refusal;
  private final String reason;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> texts;

  /**
   * Several errors that mean the same share a constant.
   *
   * @param texts what the C libraries call it in English, which are also the keys of translations
   */
  SystemError(Refusal refusal, String reason, String... texts) {
    this.refusal = refusal;
    this.reason = reason;
    this.texts = List.of(texts);
  }

  Refusal refusal() {
    return refusal;
  }

  /** One line for callers. */
  String reason() {
    return reason;
  }

  List<String> texts() {
    return texts;
  }
}
