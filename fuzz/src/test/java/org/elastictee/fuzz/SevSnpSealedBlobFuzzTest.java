package org.elastictee.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SevSnpRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/** Sealed data, opened by the root of a simulated SEV-SNP machine: {@link Sealer}. */
class SevSnpSealedBlobFuzzTest {
  private static final byte[] GENUINE = Genuine.file(Genuine.SEALED_SEV_SNP);
  private static DeviceSevGuest guest;
  private static SevSnpRoot root;
  private static Sealer sealer;

  @BeforeAll
  static void open() throws Exception {
    guest = Genuine.machine().sevGuest();
    root = SevSnpRoot.open(guest, 0);
    sealer = new Sealer(root);
  }

  @AfterAll
  static void close() {
    root.close();
  }

  static List<byte[]> seeds() {
    return List.of(GENUINE, Genuine.file(Genuine.SEALED_SOFTWARE));
  }

  @MethodSource("seeds")
  @FuzzTest
  void nothingButTheGenuineBlobOpens(byte[] bytes) throws Exception {
    SealedData.assertOpensOnlyIfGenuine(sealer, bytes, GENUINE);
    assertFalse(guest.isDisabled(), "data on a disk has cost the guest device");
  }
}
