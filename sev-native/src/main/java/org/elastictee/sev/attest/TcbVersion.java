package org.elastictee.sev.attest;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * A {@code TCB_VERSION}: one security version number, 0 to 255, for each part of the trusted
 * computing base. Immutable.
 *
 * <p>Two of them are ordered component by component, and may be unordered; the order of the raw
 * numbers means nothing. That is why this type is not {@link Comparable}.
 *
 * @param raw the eight bytes, an unsigned number
 * @param layout where the components lie in them
 */
public record TcbVersion(long raw, TcbLayout layout) {
  /** Refuses nulls. */
  public TcbVersion {
    Objects.requireNonNull(layout, "layout");
  }

  /** Returns the number of a component, 0 to 255, or empty if this layout has none. */
  public OptionalInt component(TcbComponent component) {
    int position = layout.position(component);
    return position < 0 ? OptionalInt.empty() : OptionalInt.of(byteAt(raw, position));
  }

  /**
   * Returns whether no component of this is lower than that of the other. All eight bytes are
   * compared, so that a reserved byte that ceases to be zero counts as a component.
   *
   * @throws IllegalArgumentException if the layouts are known and differ: versions of two kinds of
   *     processor have no order
   */
  public boolean isAtLeast(TcbVersion other) {
    if (layout != other.layout
        && layout != TcbLayout.UNKNOWN
        && other.layout != TcbLayout.UNKNOWN) {
      throw new IllegalArgumentException(
          "TCB versions of " + layout + " and " + other.layout + " cannot be compared");
    }
    for (int position = 0; position < Long.BYTES; position++) {
      if (byteAt(raw, position) < byteAt(other.raw, position)) {
        return false;
      }
    }
    return true;
  }

  /** Names the components, or the raw number where they are not known. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "TcbVersion[", "]");
    for (TcbComponent component : TcbComponent.values()) {
      component(component)
          .ifPresent(value -> text.add(component.name().toLowerCase(Locale.ROOT) + " " + value));
    }
    return text.add(String.format(Locale.ROOT, "raw 0x%016x", raw)).toString();
  }

  private static int byteAt(long value, int position) {
    return (int) (value >>> (Byte.SIZE * position)) & 0xFF;
  }
}
