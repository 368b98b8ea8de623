package org.elastictee.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import org.bouncycastle.asn1.x500.X500Name;
import org.elastictee.cli.Failure;
import org.elastictee.provider.key.SealedPrivateKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code elastic keys csr}. */
@Command(
    name = "csr",
    description = {
      "Makes a request for a certificate (PKCS #10, in PEM) for a stored key, or for a derived one.",
      "The reply for a stored key goes in by elastic keys import --certificate."
    },
    mixinStandardHelpOptions = true)
final class CsrCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private Subject subject;

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the request to FILE instead of printing it.")
  private Path out;

  @Spec private CommandSpec spec;

  /** Which key. */
  private static final class Which {
    @Option(names = "--alias", paramLabel = "ALIAS", description = "A stored key.")
    private String alias;

    @ArgGroup(exclusive = false)
    private DerivedOption derived;
  }

  @Override
  public Integer call() throws Exception {
    String request =
        SmallFile.pem(
            "CERTIFICATE REQUEST", which.alias == null ? requestOfDerived() : requestOfStored());
    if (out == null) {
      PrintWriter writer = spec.commandLine().getOut();
      writer.print(request);
      writer.flush();
    } else {
      SmallFile.write(out, request);
    }
    return 0;
  }

  private byte[] requestOfDerived() throws Failure, GeneralSecurityException, IOException {
    KeyAlgorithm algorithm = which.derived.algorithm();
    if (!algorithm.isDerivable() || !algorithm.signs()) {
      throw new ParameterException(
          spec.commandLine(), "derived keys of P-256, P-384 and Ed25519 sign, and no other");
    }
    if (!subject.isNamed()) {
      throw new ParameterException(spec.commandLine(), "a derived key has no name: --subject");
    }
    store.open();
    KeyPair pair = algorithm.derivePair(store.provider(), store.policy(), which.derived.label());
    return request(pair, subject.nameOr(null));
  }

  private byte[] requestOfStored() throws Failure, GeneralSecurityException, IOException {
    KeyStore keyStore = store.load();
    try {
      SealedPrivateKey key = StoredKeys.privateKey(keyStore, which.alias);
      X509Certificate certificate = (X509Certificate) keyStore.getCertificate(which.alias);
      return request(
          new KeyPair(key.publicKey(), key),
          subject.nameOr(SubjectName.of(certificate.getSubjectX500Principal())));
    } catch (GeneralSecurityException e) {
      throw new Failure(store.file(), e);
    }
  }

  private byte[] request(KeyPair pair, X500Name name) throws GeneralSecurityException, IOException {
    return new Signing(store.provider())
        .request(pair, name, subject.alternativeNames())
        .getEncoded();
  }
}
