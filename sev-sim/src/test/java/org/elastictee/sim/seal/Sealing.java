package org.elastictee.sim.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.SealedBlob;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.LaunchParameters;

/** What the tests of sealing on a simulated machine have in common. */
final class Sealing {
  static final String LABEL = "test";
  static final byte[] DATA = "what nobody else may read".getBytes(StandardCharsets.US_ASCII);

  private Sealing() {}

  static SevSnpRoot root(SimulatedMachine machine) throws Exception {
    return SevSnpRoot.open(machine.sevGuest(), 0);
  }

  static SealedBlob seal(SimulatedMachine machine, SealingPolicy policy) throws Exception {
    try (SevSnpRoot root = root(machine)) {
      return new Sealer(root).seal(DATA, policy, LABEL);
    }
  }

  /** Opens a blob under the policy that it says it was sealed under, one with a name. */
  static byte[] unseal(SimulatedMachine machine, SealedBlob blob) throws Exception {
    return unseal(machine, blob, named(blob.request().policyName()));
  }

  static byte[] unseal(SimulatedMachine machine, SealedBlob blob, SealingPolicy policy)
      throws Exception {
    try (SevSnpRoot root = root(machine)) {
      return new Sealer(root).unseal(blob, policy, LABEL);
    }
  }

  static SealingPolicy named(String name) {
    return SealingPolicy.standard().stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static String derive(SevSnpRoot root, SealingPolicy policy, String label) throws Exception {
    try (SecretMemory key = root.derive(policy, label)) {
      return HexFormat.of().formatHex(key.copy());
    }
  }

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** A launch with an ID block of this signer, at this version. */
  static LaunchParameters signed(int signer, long guestSvn) {
    return LaunchParameters.builder()
        .familyId(filled(16, 0xF0))
        .imageId(filled(16, 0x11))
        .guestSvn(guestSvn)
        .idKeyDigest(filled(48, signer))
        .build();
  }
}
