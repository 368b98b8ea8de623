package org.elastictee.sim.firmware;

import java.util.Optional;
import org.elastictee.sim.firmware.EndorsementKey.Kind;

/** {@code KEY_SEL}: which versioned key signs, or is derived from. */
final class KeySelection {
  static final int VLEK_OR_VCEK = 0;
  static final int VCEK = 1;
  static final int VLEK = 2;

  private KeySelection() {}

  /** Returns the key that is meant on a platform, or empty if it is not there or masked. */
  static Optional<Kind> of(int keySel, PlatformState platform) {
    boolean loaded = platform.vlek().isPresent();
    if (keySel == VLEK || (keySel == VLEK_OR_VCEK && loaded)) {
      return loaded ? Optional.of(Kind.VLEK) : Optional.empty();
    }
    return platform.maskChipKey() ? Optional.empty() : Optional.of(Kind.VCEK);
  }
}
