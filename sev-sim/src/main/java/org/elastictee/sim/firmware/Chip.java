package org.elastictee.sim.firmware;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A simulated chip: its identity and its secret both follow from its product and its name, so that
 * the same name is the same chip in every process. Immutable.
 */
public final class Chip {
  /** The bytes of {@code CHIP_ID} in a report. */
  public static final int CHIP_ID_BYTES = 64;

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
  private static final byte[] LONG_MARK = "SIMULATED ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SHORT_MARK = "SIMUL".getBytes(StandardCharsets.US_ASCII);

  private final Product product;
  private final String name;
  private final byte[] hwId;
  private final byte[] secret;

  private Chip(Product product, String name) {
    this.product = Objects.requireNonNull(product, "product");
    this.name = name;
    byte[] root = (product + " " + name).getBytes(StandardCharsets.US_ASCII);
    this.secret = KeyDerivation.labelled("chip secret").under(root);
    this.hwId = hwId(root);
  }

  private byte[] hwId(byte[] root) {
    byte[] mark = product == Product.TURIN ? SHORT_MARK : LONG_MARK;
    byte[] id = Arrays.copyOf(mark, product.chipIdBytes());
    byte[] first = KeyDerivation.labelled("chip id").with(1, 1).under(root);
    byte[] second = KeyDerivation.labelled("chip id").with(1, 2).under(root);
    int rest = id.length - mark.length;
    int fromFirst = Math.min(rest, first.length);
    System.arraycopy(first, 0, id, mark.length, fromFirst);
    System.arraycopy(second, 0, id, mark.length + fromFirst, rest - fromFirst);
    return id;
  }

  /**
   * Returns the chip of this name.
   *
   * @param name 1 to 32 of {@code a} to {@code z}, {@code 0} to {@code 9} and {@code -}
   * @throws IllegalArgumentException if the name is another
   */
  public static Chip named(Product product, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a chip's name is 1 to 32 of a-z, 0-9 and -");
    }
    return new Chip(product, name);
  }

  /** Returns the kind of processor. */
  public Product product() {
    return product;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns {@code hwID} as its certificate has it: 64 bytes, or 8 on Turin; begins with SIMUL. */
  public byte[] hwId() {
    return hwId.clone();
  }

  /** Returns {@code CHIP_ID} as a report has it: {@link #hwId} and zeros, 64 bytes. */
  public byte[] chipId() {
    return Arrays.copyOf(hwId, CHIP_ID_BYTES);
  }

  /** Returns the secret that the chip's keys follow from. */
  byte[] secret() {
    return secret.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Chip other && product == other.product && name.equals(other.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(product, name);
  }

  /** Tells the name. */
  @Override
  public String toString() {
    return "simulated chip " + product.productName() + " " + name;
  }
}
