package org.elastictee.vectors.schema;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.elastictee.vectors.Fields;
import org.elastictee.vectors.InapplicableException;
import org.elastictee.vectors.VectorFile;
import org.elastictee.vectors.VectorGroup;
import org.elastictee.vectors.WrongOutputException;

/** ML-DSA (FIPS 204) with the empty context, which is the only one that the JCA can name. */
final class MlDsaHandler {
  /** {@code mldsa_verify_schema}. */
  static final Handler VERIFY = new Verify();

  /** {@code mldsa_sign_noseed_schema}: with expanded private keys. */
  static final Handler SIGN_EXPANDED = new Sign(false);

  /** {@code mldsa_sign_seed_schema}: with private keys that are seeds. */
  static final Handler SIGN_SEED = new Sign(true);

  private static final int SEED_BYTES = 32;
  private static final int RANDOM_BYTES = 32;

  private MlDsaHandler() {}

  private static ServiceName signature(VectorFile file) {
    return ServiceName.of("Signature", file.algorithm());
  }

  private static byte[] message(Fields input) {
    if (input.bytesOrEmpty("ctx").length > 0) {
      throw new InapplicableException("the JCA has no way to give ML-DSA a context");
    }
    if (!input.has("msg")) {
      throw new InapplicableException("the JCA has no way to give ML-DSA the hash mu");
    }
    return input.bytes("msg");
  }

  private static LatticeKeys keys(Call call) {
    return new LatticeKeys(call.provider(), call.algorithm());
  }

  private static boolean verify(Call call, byte[] sig) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(call.algorithm(), call.provider());
    signature.initVerify(keys(call).publicKey(call.parameters().bytes("publicKey")));
    signature.update(message(call.input()));
    return signature.verify(sig);
  }

  private static final class Verify implements Handler {
    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      return signature(file);
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      message(call.input());
      return verify(call, call.input().bytes("sig"));
    }
  }

  /** A service that draws its own randomness makes another signature, which has to verify. */
  private static final class Sign implements Handler {
    private final boolean seeds;

    Sign(boolean seeds) {
      this.seeds = seeds;
    }

    @Override
    public ServiceName service(VectorFile file, VectorGroup group) {
      return signature(file);
    }

    @Override
    public boolean accepts(Call call) throws GeneralSecurityException {
      byte[] message = message(call.input());
      Fields input = call.input();
      FixedRandom random =
          new FixedRandom(input.has("rnd") ? input.bytes("rnd") : new byte[RANDOM_BYTES]);
      Signature signature = Signature.getInstance(call.algorithm(), call.provider());
      signature.initSign(privateKey(call), random);
      signature.update(message);
      byte[] made = signature.sign();
      if (!random.wasDrawn() && !call.isInvalid()) {
        return verify(call, made);
      }
      WrongOutputException.check("the signature", input.bytes("sig"), made);
      return true;
    }

    private PrivateKey privateKey(Call call) throws GeneralSecurityException {
      return seeds
          ? keys(call).ofSeed(call.parameters().bytes("privateSeed"), SEED_BYTES)
          : keys(call).expanded(call.parameters().bytes("privateKey"));
    }
  }
}
