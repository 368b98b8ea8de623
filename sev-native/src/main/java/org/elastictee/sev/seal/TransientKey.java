package org.elastictee.sev.seal;

import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key on the heap for the length of one call into an engine of the JDK's, which takes no other;
 * closing overwrites it. ({@link javax.crypto.spec.SecretKeySpec} cannot be overwritten.) Engines
 * that keep a copy keep it beyond our reach.
 */
public final class TransientKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] bytes;
  private transient volatile boolean closed;

  /** Takes the array over: {@link #close} overwrites it. */
  public TransientKey(String algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /**
   * Returns a copy.
   *
   * @throws IllegalStateException if closed: zeros would pass for a key
   */
  @Override
  public byte[] getEncoded() {
    if (closed) {
      throw new IllegalStateException("the key has been overwritten");
    }
    return bytes.clone();
  }

  /** Returns the length in bytes. */
  public int length() {
    return bytes.length;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "TransientKey[" + algorithm + "]";
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("keys of Elastic are not serialized");
  }

  private void readObject(ObjectInputStream in) throws NotSerializableException {
    throw new NotSerializableException("keys of Elastic are not serialized");
  }
}
