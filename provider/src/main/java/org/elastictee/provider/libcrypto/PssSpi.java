package org.elastictee.provider.libcrypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import org.elastictee.sev.jdk.JdkProviders;

/**
 * {@code Signature} RSASSA-PSS (RFC 8017 section 8.1). There are no parameters by default: they are
 * set, or those of a key that is for no others. A signature that is not as long as the modulus is a
 * {@link SignatureException}.
 */
final class PssSpi extends NativeSignatureSpi {
  private static final RsaKeys KEYS = new RsaKeys(true);
  private static final int PADDING = 6;

  private final Libcrypto libcrypto;
  private Optional<PssParameters> parameters = Optional.empty();
  private Optional<PssParameters> parametersOfKey = Optional.empty();
  private Optional<HashedMessage> input = Optional.empty();
  private KeyOperation operation;
  private int modulusBits;
  private boolean amidInput;

  /** Creates a signature. */
  PssSpi(Libcrypto libcrypto) {
    super(libcrypto);
    this.libcrypto = libcrypto;
  }

  @Override
  void start(PublicKey key) throws InvalidKeyException {
    try (NativeHandle handle = KEYS.read(key, keys())) {
      begin((RSAKey) key, handle, Calls::EVP_PKEY_verify_init);
    }
  }

  @Override
  void start(PrivateKey key) throws InvalidKeyException {
    try (NativeHandle handle = KEYS.read(key, keys())) {
      begin((RSAKey) key, handle, Calls::EVP_PKEY_sign_init);
    }
  }

  private void begin(RSAKey key, NativeHandle handle, KeyOperation.Step init)
      throws InvalidKeyException {
    Optional<PssParameters> ofKey = parametersOf(key);
    int bits = key.getModulus().bitLength();
    Optional<PssParameters> inForce = parameters.isPresent() ? parameters : ofKey;
    if (inForce.isPresent() && !fits(inForce.get(), ofKey, bits)) {
      throw new InvalidKeyException("the key is too short for the parameters, or for others");
    }
    KeyOperation begun =
        KeyOperation.of(
            libcrypto,
            handle,
            init,
            context -> Calls.EVP_PKEY_CTX_set_rsa_padding(context, PADDING));
    if (operation != null) {
      operation.close();
    }
    operation = begun;
    parametersOfKey = ofKey;
    modulusBits = bits;
    input = Optional.empty();
    amidInput = false;
    if (inForce.isPresent() && !apply(inForce.get())) {
      throw new InvalidKeyException("libcrypto does not take the parameters with the key");
    }
  }

  private static Optional<PssParameters> parametersOf(RSAKey key) throws InvalidKeyException {
    if (key.getParams() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(PssParameters.of(key.getParams()));
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("the parameters of the key are not for RSASSA-PSS", e);
    }
  }

  private static boolean fits(PssParameters wanted, Optional<PssParameters> ofKey, int bits) {
    return wanted.fit(bits) && (ofKey.isEmpty() || wanted.areAllowedBy(ofKey.get()));
  }

  private boolean apply(PssParameters wanted) {
    int salt = wanted.spec().getSaltLength();
    boolean taken =
        operation.take(wanted.digest().asSigned(libcrypto))
            && operation.take(wanted.mask().asMask(libcrypto))
            && operation.take(context -> Calls.EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt));
    input = taken ? Optional.of(new HashedMessage(libcrypto, wanted.digest())) : Optional.empty();
    return taken;
  }

  @Override
  protected synchronized void engineSetParameter(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (amidInput) {
      throw new ProviderException("the parameters cannot be set amid the message");
    }
    PssParameters wanted = PssParameters.of(params);
    if (operation != null && !fits(wanted, parametersOfKey, modulusBits)) {
      throw new InvalidAlgorithmParameterException("the key has no room for the parameters");
    }
    if (operation != null && !apply(wanted)) {
      throw new InvalidAlgorithmParameterException("libcrypto does not take the parameters");
    }
    parameters = Optional.of(wanted);
  }

  @Override
  protected synchronized AlgorithmParameters engineGetParameters() {
    if (parameters.isEmpty()) {
      return null;
    }
    try {
      AlgorithmParameters shown =
          AlgorithmParameters.getInstance("RSASSA-PSS", JdkProviders.sunRsaSign());
      shown.init(parameters.get().spec());
      return shown;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the parameters cannot be shown", e);
    }
  }

  @Override
  MessageInput input() throws SignatureException {
    amidInput = true;
    return input.orElseThrow(() -> new SignatureException("RSASSA-PSS needs parameters"));
  }

  @Override
  byte[] sign(byte[] message) throws SignatureException {
    amidInput = false;
    return operation
        .sign(buffer(), message, modulusBytes())
        .orElseThrow(() -> new SignatureException("libcrypto does not sign with this key"));
  }

  @Override
  boolean verify(byte[] message, byte[] signature) throws SignatureException {
    amidInput = false;
    RsaKeys.requireLength(signature, modulusBytes());
    return operation.verify(buffer(), message, signature) == 1;
  }

  private int modulusBytes() {
    return (modulusBits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
