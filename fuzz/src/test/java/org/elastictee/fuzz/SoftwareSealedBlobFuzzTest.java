package org.elastictee.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.List;
import org.elastictee.sev.seal.Sealer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Sealed data, opened by a software root: {@link Sealer}. */
class SoftwareSealedBlobFuzzTest {
  private static final byte[] GENUINE = Genuine.file(Genuine.SEALED_SOFTWARE);
  private static Sealer sealer;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    sealer = new Sealer(Genuine.softwareRoot(folder));
  }

  static List<byte[]> seeds() {
    return List.of(GENUINE, Genuine.file(Genuine.SEALED_SEV_SNP));
  }

  @MethodSource("seeds")
  @FuzzTest
  void nothingButTheGenuineBlobOpens(byte[] bytes) throws Exception {
    SealedData.assertOpensOnlyIfGenuine(sealer, bytes, GENUINE);
  }
}
