package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import javax.crypto.SecretKey;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** ML-KEM (FIPS 203) by {@code javax.crypto.KEM}, of JDK 21 and updates of JDK 17. */
final class MlKemHandler implements Handler {
  private static final int SEED_BYTES = 64;
  private static final int RANDOM_BYTES = 32;

  /** {@code mlkem_test_schema}: decapsulation by the key of a seed. */
  static final Handler DECAPSULATE =
      new MlKemHandler(
          call -> {
            PrivateKey key = keys(call).ofSeed(call.input().bytes("seed"), SEED_BYTES);
            return decapsulates(call, key);
          });

  /** {@code mlkem_semi_expanded_decaps_test_schema}: decapsulation by an expanded key. */
  static final Handler DECAPSULATE_EXPANDED =
      new MlKemHandler(call -> decapsulates(call, keys(call).expanded(call.input().bytes("dk"))));

  /** {@code mlkem_encaps_test_schema}: encapsulation with the randomness of the case. */
  static final Handler ENCAPSULATE = new MlKemHandler(MlKemHandler::encapsulates);

  /** {@code mlkem_keygen_seed_test_schema}: the key of a seed belongs to the public key. */
  static final Handler GENERATE = new MlKemHandler(MlKemHandler::generates);

  private interface Run {
    boolean accepts(Call call) throws GeneralSecurityException;
  }

  private final Run run;

  private MlKemHandler(Run run) {
    this.run = run;
  }

  @Override
  public ServiceName service(VectorFile file, VectorGroup group) {
    return ServiceName.of("KEM", group.fields().text("parameterSet"), "ML-KEM");
  }

  @Override
  public boolean accepts(Call call) throws GeneralSecurityException {
    return run.accepts(call);
  }

  private static LatticeKeys keys(Call call) {
    return new LatticeKeys(call.provider(), call.parameters().text("parameterSet"));
  }

  private static Object kem(Call call) throws GeneralSecurityException {
    return Reflective.call("javax.crypto.KEM", "getInstance", call.algorithm(), call.provider());
  }

  private static boolean decapsulates(Call call, PrivateKey key) throws GeneralSecurityException {
    byte[] secret = decapsulate(call, key, call.input().bytes("c"));
    WrongOutputException.check("the shared secret", call.input().bytesOrEmpty("K"), secret);
    return true;
  }

  private static byte[] decapsulate(Call call, PrivateKey key, byte[] ciphertext)
      throws GeneralSecurityException {
    Object decapsulator = Reflective.call(kem(call), "newDecapsulator", key);
    return ((SecretKey) Reflective.call(decapsulator, "decapsulate", ciphertext)).getEncoded();
  }

  /** Returns the {@code KEM.Encapsulated}. */
  private static Object encapsulate(Call call, FixedRandom random) throws GeneralSecurityException {
    Object key = keys(call).publicKey(call.input().bytes("ek"));
    Object encapsulator = Reflective.call(kem(call), "newEncapsulator", key, random);
    return Reflective.call(encapsulator, "encapsulate");
  }

  private static byte[] secret(Object encapsulated) throws GeneralSecurityException {
    return ((SecretKey) Reflective.call(encapsulated, "key")).getEncoded();
  }

  private static byte[] ciphertext(Object encapsulated) throws GeneralSecurityException {
    return (byte[]) Reflective.call(encapsulated, "encapsulation");
  }

  private static boolean encapsulates(Call call) throws GeneralSecurityException {
    FixedRandom random = new FixedRandom(call.input().bytes("m"));
    Object made = encapsulate(call, random);
    if (!random.wasDrawn() && !call.isInvalid()) {
      throw new InapplicableException("encapsulation draws its own randomness");
    }
    WrongOutputException.check("the ciphertext", call.input().bytes("c"), ciphertext(made));
    WrongOutputException.check("the shared secret", call.input().bytes("K"), secret(made));
    return true;
  }

  /**
   * The keys belong to the seed if what the public one shuts both private ones open, and if both
   * answer what was altered alike, which shows their secret for that.
   */
  private static boolean generates(Call call) throws GeneralSecurityException {
    PrivateKey ofSeed = keys(call).ofSeed(call.input().bytes("seed"), SEED_BYTES);
    PrivateKey expanded = keys(call).expanded(call.input().bytes("dk"));
    Object made = encapsulate(call, new FixedRandom(new byte[RANDOM_BYTES]));
    byte[] ciphertext = ciphertext(made);
    WrongOutputException.check(
        "the shared secret", secret(made), decapsulate(call, ofSeed, ciphertext));
    WrongOutputException.check(
        "the shared secret", secret(made), decapsulate(call, expanded, ciphertext));
    ciphertext[0] ^= 1;
    WrongOutputException.check(
        "the answer to what was altered",
        decapsulate(call, ofSeed, ciphertext),
        decapsulate(call, expanded, ciphertext));
    return true;
  }
}
