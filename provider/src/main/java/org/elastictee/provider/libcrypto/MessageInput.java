package org.elastictee.provider.libcrypto;

/** What is signed or verified, as it comes. Not for use by several threads at a time. */
interface MessageInput {
  /** Appends a part of the message. */
  void update(byte[] bytes, int offset, int length);

  /** Returns what is handed to the key, and begins anew. */
  byte[] finish();

  /** Forgets what has come, and begins anew. */
  void reset();
}
