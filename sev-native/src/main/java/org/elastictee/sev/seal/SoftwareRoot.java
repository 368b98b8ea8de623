package org.elastictee.sev.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.elastictee.sev.memory.SecretMemory;
import org.elastictee.sev.seal.RootOfTrustException.Reason;

/**
 * The root of trust where there is no hardware for it: 32 random bytes in a file of mode 0600. It
 * protects against nothing that can read this file, and says so.
 *
 * <p>{@link SealingPolicy#EPHEMERAL} keys come from random bytes of this object's own, which are
 * never stored.
 */
public final class SoftwareRoot implements RootOfTrust {
  /** The bytes of the file. */
  public static final int FILE_BYTES = 32;

  /** What it protects against. */
  public static final String STATEMENT =
      "software: protects against nothing that can read this file";

  private static final int ID_BYTES = 16;
  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;
  private static final String SCHEME = "elastic software root v1";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Secret stored;
  private final Secret ephemeral;
  private final boolean created;

  private SoftwareRoot(byte[] root, boolean created) {
    this.stored = new Secret(root);
    this.ephemeral = new Secret(JdkPrimitives.random(FILE_BYTES));
    this.created = created;
  }

  /**
   * Opens the root in this file or, where there is none, creates it.
   *
   * @throws RootOfTrustException with a reason {@code FILE_…} if the file is not what {@link #open}
   *     would have created, or cannot be read or created; an existing file is never changed
   */
  public static SoftwareRoot open(Path file) throws RootOfTrustException {
    try {
      return open(file, false);
    } catch (NoSuchFileException e) {
      return create(file);
    }
  }

  private static SoftwareRoot create(Path file) throws RootOfTrustException {
    boolean created;
    try {
      PrivateFiles.createFolder(file.toAbsolutePath().getParent());
      created = createFile(file);
    } catch (IOException | UnsupportedOperationException e) {
      throw new RootOfTrustException(
          Reason.FILE_INACCESSIBLE, "the root file cannot be created: " + describe(e));
    }
    try {
      return open(file, created);
    } catch (NoSuchFileException e) {
      throw new RootOfTrustException(Reason.FILE_CHANGED, "the root file has vanished");
    }
  }

  /** Returns false where another process was first: its root is the one. */
  private static boolean createFile(Path file) throws IOException {
    byte[] root = JdkPrimitives.random(FILE_BYTES);
    try {
      PrivateFiles.create(file, root);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Arrays.fill(root, (byte) 0);
    }
  }

  private static SoftwareRoot open(Path file, boolean created)
      throws RootOfTrustException, NoSuchFileException {
    byte[] content = new byte[FILE_BYTES + 1];
    try {
      checkFolder(file.toAbsolutePath().getParent());
      PosixFileAttributes before = check(file);
      int length = PrivateFiles.read(file, content);
      PosixFileAttributes after = check(file);
      if (!Objects.equals(before.fileKey(), after.fileKey())) {
        throw new RootOfTrustException(
            Reason.FILE_CHANGED, "the root file was replaced while it was read");
      }
      byte[] root = Arrays.copyOf(content, FILE_BYTES);
      if (length != FILE_BYTES || MessageDigest.isEqual(root, new byte[FILE_BYTES])) {
        Arrays.fill(root, (byte) 0);
        throw new RootOfTrustException(
            Reason.FILE_CONTENT, "the root file must hold exactly 32 bytes that are not all zero");
      }
      return new SoftwareRoot(root, created);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      throw new RootOfTrustException(
          Reason.FILE_INACCESSIBLE, "the root file cannot be read: " + describe(e));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Whoever may rename files in the folder could put another file in place while this one is read.
   */
  private static void checkFolder(Path folder) throws IOException, RootOfTrustException {
    int mode = (int) Files.getAttribute(folder, "unix:mode");
    boolean othersMayRename = (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
    boolean ownFolder =
        Files.getOwner(folder).equals(currentUser())
            || Files.getAttribute(folder, "unix:uid").equals(0);
    if (othersMayRename || !ownFolder) {
      throw new RootOfTrustException(
          Reason.FILE_PERMISSIONS,
          "others can replace files in the folder of the root file: it must be of mode 0700 or 0755, and"
              + " this user's or root's");
    }
  }

  private static PosixFileAttributes check(Path file) throws IOException, RootOfTrustException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new RootOfTrustException(
          Reason.FILE_TYPE,
          attributes.isSymbolicLink()
              ? "the root file is a symbolic link"
              : "the root file is not a regular file");
    }
    if (!attributes.owner().equals(currentUser())) {
      throw new RootOfTrustException(
          Reason.FILE_OWNER, "the root file belongs to another user than this process");
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw new RootOfTrustException(
          Reason.FILE_PERMISSIONS, "the root file must have mode 0600: others have rights on it");
    }
    return attributes;
  }

  /** The effective user: the kernel gives the process's own folder to it. */
  private static UserPrincipal currentUser() throws IOException {
    return Files.getOwner(Path.of("/proc/self"));
  }

  /** The kind of failure without the path, which messages do not hold. */
  private static String describe(Exception e) {
    return e.getClass().getSimpleName();
  }

  /** Returns whether this object created the file, and did not find it. */
  public boolean isNew() {
    return created;
  }

  @Override
  public RootKind kind() {
    return RootKind.SOFTWARE;
  }

  @Override
  public String statement() {
    return STATEMENT;
  }

  @Override
  public DerivationRequest request(SealingPolicy policy) {
    return new DerivationRequest(
        RootKind.SOFTWARE, policy, encoded(secret(policy.isEphemeral()), policy));
  }

  private static byte[] encoded(Secret secret, SealingPolicy policy) {
    byte[] tail = policy.code() == SealingPolicy.CUSTOM_CODE ? policy.encoded() : new byte[0];
    byte[] encoded = Arrays.copyOf(secret.id, ID_BYTES + tail.length);
    System.arraycopy(tail, 0, encoded, ID_BYTES, tail.length);
    return encoded;
  }

  @Override
  public SecretMemory derive(
      DerivationRequest request, SealingPolicy policy, String label, int length)
      throws RootOfTrustException {
    byte[] info = DerivationLabel.info(SCHEME, request, request.encoded(), label, length);
    requireOurs(request, policy);
    byte[] pseudorandomKey = secret(policy.isEphemeral()).pseudorandomKey.copy();
    try {
      return SecretMemory.takeFrom(Hkdf.expand(pseudorandomKey, info, length));
    } finally {
      Arrays.fill(pseudorandomKey, (byte) 0);
    }
  }

  private void requireOurs(DerivationRequest request, SealingPolicy policy)
      throws RootOfTrustException {
    if (request.kind() != RootKind.SOFTWARE) {
      throw new RootOfTrustException(
          Reason.FOREIGN_REQUEST, "it was a root of another kind, " + request.kind().displayName());
    }
    byte[] expected = encoded(secret(policy.isEphemeral()), policy);
    byte[] encoded = request.encoded();
    if (request.policyCode() != policy.code()
        || encoded.length != expected.length
        || !Arrays.equals(encoded, ID_BYTES, encoded.length, expected, ID_BYTES, expected.length)) {
      throw new RootOfTrustException(
          Reason.WRONG_POLICY, "the request carries out " + request.policyName());
    }
    if (!Arrays.equals(encoded, expected)) {
      throw new RootOfTrustException(
          Reason.FOREIGN_REQUEST, "it was another root file, or an earlier process");
    }
  }

  private Secret secret(boolean isEphemeral) {
    return isEphemeral ? ephemeral : stored;
  }

  /** Names the kind only. */
  @Override
  public String toString() {
    return "SoftwareRoot";
  }

  /**
   * A pseudorandom key and an identifier that tells it from others without telling anything of it.
   */
  private static final class Secret {
    private final SecretMemory pseudorandomKey;
    private final byte[] id;

    Secret(byte[] root) {
      byte[] key = Hkdf.extract(SCHEME.getBytes(StandardCharsets.US_ASCII), root);
      Arrays.fill(root, (byte) 0);
      id = Hkdf.expand(key, "id".getBytes(StandardCharsets.US_ASCII), ID_BYTES);
      pseudorandomKey = SecretMemory.takeFrom(key);
    }
  }
}
