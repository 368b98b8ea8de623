package org.elastictee.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.seal.RootOfTrust;
import org.elastictee.sev.seal.Sealer;
import org.elastictee.sev.seal.SealingPolicy;
import org.elastictee.sev.seal.SevSnpRoot;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.firmware.EndorsementKey;
import org.elastictee.sim.firmware.PlatformState;
import org.elastictee.sim.pki.TestCertificateAuthority;

/**
 * Writes the genuine evidence and sealed data anew that the fuzz tests begin with: {@code main} of
 * this, with the folder of {@link Genuine}'s resources. What a fuzzer has made of the old stays
 * readable, and is genuine no longer.
 */
final class Seeds {
  private Seeds() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    SimulatedMachine machine = Genuine.machine();
    PlatformState platform = machine.firmware().platform();
    TestCertificateAuthority authority = machine.certificateAuthority();
    try (DeviceSevGuest guest = machine.sevGuest()) {
      Files.write(folder.resolve(Genuine.REPORT), guest.report(Genuine.REPORT_DATA, 0).report());
    }
    EndorsementKey key = EndorsementKey.vcek(platform.chip(), platform.reportedTcb());
    Files.write(folder.resolve(Genuine.VCEK), authority.certify(key).getEncoded());
    Files.write(folder.resolve(Genuine.ASK), authority.ask().getEncoded());
    Files.write(folder.resolve(Genuine.ARK), authority.ark().getEncoded());
    Files.write(folder.resolve(Genuine.CRL), authority.crl(Set.of()));
    try (SevSnpRoot root = SevSnpRoot.open(machine.sevGuest(), 0)) {
      seal(root, folder.resolve(Genuine.SEALED_SEV_SNP));
    }
    Path temporary = Files.createTempDirectory("seeds");
    seal(Genuine.softwareRoot(temporary), folder.resolve(Genuine.SEALED_SOFTWARE));
  }

  private static void seal(RootOfTrust root, Path file) throws Exception {
    byte[] data = "what nobody else may read".getBytes(StandardCharsets.US_ASCII);
    Files.write(file, new Sealer(root).seal(data, SealingPolicy.STRICT, Genuine.LABEL).encoded());
  }
}
