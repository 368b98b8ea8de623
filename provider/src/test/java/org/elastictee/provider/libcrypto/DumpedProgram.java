package org.elastictee.provider.libcrypto;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.elastictee.sev.memory.SecretMemory;

/**
 * A JVM that signs with keys that it has read from files straight into protected memory, and then
 * waits, with everything in its hands, until its input ends.
 */
final class DumpedProgram {
  private static final int SIGNATURES = 200;

  private DumpedProgram() {}

  /** Takes the folder of the keys. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Provider libcrypto = LibcryptoProvider.find().orElseThrow();
    SecretMemory idle = secret(folder, "idle");
    byte[] visible = Files.readAllBytes(folder.resolve("visible"));
    List<Signature> signatures = new ArrayList<>();
    for (DumpedKey key : DumpedKey.values()) {
      Signature signature = Signature.getInstance(key.signature(), libcrypto);
      signature.initSign(open(key, secret(folder, key.name()), folder));
      for (int i = 0; i < SIGNATURES; i++) {
        signature.update(visible);
        signature.sign();
      }
      signatures.add(signature);
    }
    System.out.println("ready");
    int end = System.in.read();
    System.out.println(end + " " + idle + signatures.size() + visible.length);
  }

  private static OffHeapKey open(DumpedKey key, SecretMemory secret, Path folder) throws Exception {
    byte[] encoded = Files.readAllBytes(folder.resolve(key + ".public"));
    PublicKey publicKey =
        KeyFactory.getInstance(key.algorithm()).generatePublic(new X509EncodedKeySpec(encoded));
    return switch (key) {
      case P_256, P_384 -> OffHeapKey.ec(secret, (ECPublicKey) publicKey);
      case ED25519 -> OffHeapKey.edEc(secret, NamedParameterSpec.ED25519);
      case RSA -> OffHeapKey.rsa("RSA", secret, (RSAPublicKey) publicKey);
    };
  }

  private static SecretMemory secret(Path folder, String name) throws IOException {
    try (FileChannel file = FileChannel.open(folder.resolve(name))) {
      SecretMemory secret = SecretMemory.copyOf(new byte[(int) file.size()]);
      secret.use(
          address -> {
            ByteBuffer view = new Pointer(address).getByteBuffer(0, secret.length());
            while (view.hasRemaining()) {
              file.read(view);
            }
            return null;
          });
      return secret;
    }
  }
}
