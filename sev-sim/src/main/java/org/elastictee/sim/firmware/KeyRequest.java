package org.elastictee.sim.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.elastictee.sev.attest.TcbVersion;
import org.elastictee.sev.guest.FirmwareStatus;

/**
 * Answers {@code MSG_KEY_REQ} of message version 1 with {@code MSG_KEY_RSP}: AMD SEV-SNP Firmware
 * ABI (document 56860).
 *
 * <pre>
 * request, 32 bytes                     response, 64 bytes
 *    0  4  bit 0 ROOT_KEY_SELECT,          0  4  STATUS
 *          bits 2 to 1 KEY_SEL             4 28  reserved
 *    4  4  reserved                       32 32  DERIVED_KEY, zero unless STATUS is 0
 *    8  8  GUEST_FIELD_SELECT
 *   16  4  VMPL
 *   20  4  GUEST_SVN
 *   24  8  TCB_VERSION
 * </pre>
 *
 * <p>Assumptions: the limits hold for fields that are not selected too, the digests of ID key and
 * author key are always mixed in, and a root key that is not there is {@code INVALID_KEY}.
 */
final class KeyRequest {
  static final int REQUEST_BYTES = 32;
  static final int RESPONSE_BYTES = 64;

  private static final int KEY_OFFSET = 32;
  private static final int KEY_BYTES = 32;
  private static final int MAX_VMPL = 3;
  private static final int ROOT_VMRK = 1;
  private static final int KEY_SEL_SHIFT = 1;
  private static final int KEY_SEL_MASK = 3;
  private static final int KEY_SEL_RESERVED = 3;
  private static final int ROOT_FIELD_MASK = 0b111;
  private static final long FIELD_MASK = 0x3F;

  private static final int GUEST_POLICY = 0;
  private static final int IMAGE_ID = 1;
  private static final int FAMILY_ID = 2;
  private static final int MEASUREMENT = 3;
  private static final int GUEST_SVN = 4;
  private static final int TCB_VERSION = 5;

  private final PlatformState platform;
  private final LaunchParameters launch;
  private final byte[] vmrk;
  private final int rootField;
  private final int reserved;
  private final long fields;
  private final int vmpl;
  private final long guestSvn;
  private final long tcbVersion;

  private KeyRequest(PlatformState platform, GuestContext guest, byte[] payload) {
    this.platform = platform;
    this.launch = guest.launch();
    this.vmrk = guest.vmrk();
    ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    this.rootField = in.getInt();
    this.reserved = in.getInt();
    this.fields = in.getLong();
    this.vmpl = in.getInt();
    this.guestSvn = Integer.toUnsignedLong(in.getInt());
    this.tcbVersion = in.getLong();
  }

  /** Returns the response's payload. */
  static byte[] answer(PlatformState platform, GuestContext guest, GuestMessage message) {
    KeyRequest request = new KeyRequest(platform, guest, message.payload());
    ByteBuffer response = ByteBuffer.allocate(RESPONSE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (!request.isValid(message.vmpl())) {
      return response.putInt(FirmwareStatus.INVALID_PARAM.code()).array();
    }
    Root root = request.root();
    if (root == null) {
      return response.putInt(FirmwareStatus.INVALID_KEY.code()).array();
    }
    return response.put(KEY_OFFSET, request.derive(root)).array();
  }

  private boolean isValid(int currentVmpl) {
    TcbVersion tcb = platform.chip().product().tcb(tcbVersion);
    return (rootField & ~ROOT_FIELD_MASK) == 0
        && keySel() != KEY_SEL_RESERVED
        && (keySel() == 0 || platform.current().knowsVlek())
        && reserved == 0
        && (fields & ~FIELD_MASK) == 0
        && vmpl >= currentVmpl
        && vmpl <= MAX_VMPL
        && guestSvn <= launch.guestSvn()
        && platform.committed().tcb().isAtLeast(tcb);
  }

  private int keySel() {
    return rootField >>> KEY_SEL_SHIFT & KEY_SEL_MASK;
  }

  /** Returns the root key, or null if it is not to be had. */
  private Root root() {
    if ((rootField & ROOT_VMRK) != 0) {
      return new Root("VMRK", vmrk);
    }
    return KeySelection.of(keySel(), platform)
        .map(
            kind ->
                switch (kind) {
                  case VCEK -> new Root("VCEK", platform.chip().secret());
                  case VLEK -> new Root("VLEK", platform.vlek().orElseThrow().seed());
                })
        .orElse(null);
  }

  private byte[] derive(Root root) {
    KeyDerivation derivation =
        KeyDerivation.labelled("derived key of " + root.name)
            .with(1, fields)
            .with(2, vmpl)
            .with(3, launch.hostData())
            .with(4, launch.idKeyDigest())
            .with(5, launch.authorKeyDigest());
    if (selects(GUEST_POLICY)) {
      derivation.with(6, launch.policy().raw());
    }
    if (selects(IMAGE_ID)) {
      derivation.with(7, launch.imageId());
    }
    if (selects(FAMILY_ID)) {
      derivation.with(8, launch.familyId());
    }
    if (selects(MEASUREMENT)) {
      derivation.with(9, launch.measurement());
    }
    if (selects(GUEST_SVN)) {
      derivation.with(10, guestSvn);
    }
    if (selects(TCB_VERSION)) {
      derivation.with(11, tcbVersion);
    }
    return Arrays.copyOf(derivation.under(root.secret), KEY_BYTES);
  }

  private boolean selects(int bit) {
    return (fields >>> bit & 1) != 0;
  }

  /** A root key. */
  private static final class Root {
    private final String name;
    private final byte[] secret;

    Root(String name, byte[] secret) {
      this.name = name;
      this.secret = secret;
    }
  }
}
