package org.elastictee.sev.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.elastictee.sev.jdk.Sha256;

/**
 * Whether libelastic serves in this process. It is loaded once, when first asked for: taken from
 * the jar, written to a new folder that only its owner can read, compared with the SHA-256 that the
 * build recorded, loaded and removed again. Safe for use by several threads.
 */
public final class NativeLibrary {
  private static final String FOLDER = "linux-x86-64/";
  private static final String FILE = "libelastic.so";
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Status status;
  private final String line;

  private NativeLibrary(Status status, String line) {
    this.status = status;
    this.line = line;
  }

  /** What came of loading it. All but {@link #LOADED} are ordinary: other engines serve. */
  public enum Status {
    /** It serves. */
    LOADED,
    /** The machine is not Linux on x86-64. */
    OTHER_MACHINE,
    /** The jar has none: there was no C compiler where it was built. */
    NOT_BUILT,
    /** What the jar holds, or what was written, is not what the build recorded. */
    DAMAGED,
    /** The folder for temporary files cannot be written. */
    NO_FOLDER,
    /** The system did not load it, as from a folder mounted noexec. */
    NOT_LOADABLE,
    /** The processor does not have AES-NI and PCLMULQDQ. */
    OLD_PROCESSOR
  }

  private static final class Holder {
    static final NativeLibrary LIBRARY =
        load(NativeLibrary.class, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Returns what came of loading it, and loads it if nobody has asked before. Never throws. */
  public static NativeLibrary get() {
    return Holder.LIBRARY;
  }

  /** Returns what came of it. */
  public Status status() {
    return status;
  }

  /** Returns whether it serves. */
  public boolean isLoaded() {
    return status == Status.LOADED;
  }

  /** Returns the same for a human, in one line, without paths. */
  @Override
  public String toString() {
    return line;
  }

  static NativeLibrary load(Class<?> resources, Path temporary) {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return new NativeLibrary(
          Status.OTHER_MACHINE, "libelastic is for Linux on x86-64, and this is not");
    }
    byte[] library;
    byte[] sum;
    try {
      library = read(resources, FILE);
      sum = read(resources, FILE + ".sha256");
    } catch (IOException e) {
      return new NativeLibrary(Status.DAMAGED, "libelastic cannot be read from the jar");
    }
    if (library == null || sum == null) {
      return new NativeLibrary(
          Status.NOT_BUILT,
          "this build has no libelastic: install gcc and libc6-dev and build again");
    }
    byte[] expected;
    try {
      expected = HexFormat.of().parseHex(new String(sum, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      return new NativeLibrary(Status.DAMAGED, "the recorded SHA-256 of libelastic is none");
    }
    return loadFrom(temporary, library, expected);
  }

  private static NativeLibrary loadFrom(Path temporary, byte[] library, byte[] expected) {
    Path folder;
    try {
      folder = Files.createTempDirectory(temporary, "elastic-", OWNER_ONLY);
    } catch (IOException | UnsupportedOperationException e) {
      return new NativeLibrary(
          Status.NO_FOLDER, "libelastic has nowhere to lie: java.io.tmpdir cannot be written");
    }
    Path file = folder.resolve(FILE);
    try {
      Files.write(file, library, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (!Arrays.equals(Sha256.digest(Files.readAllBytes(file)), expected)) {
        return new NativeLibrary(
            Status.DAMAGED, "libelastic does not have the SHA-256 that its build recorded");
      }
      System.load(file.toString());
    } catch (IOException e) {
      return new NativeLibrary(
          Status.NO_FOLDER, "libelastic has nowhere to lie: java.io.tmpdir cannot be written");
    } catch (UnsatisfiedLinkError e) {
      return new NativeLibrary(
          Status.NOT_LOADABLE,
          "the system does not load libelastic: java.io.tmpdir may be mounted noexec");
    } finally {
      remove(file);
      remove(folder);
    }
    return (LibElastic.features() & LibElastic.AESNI) == 0
        ? new NativeLibrary(
            Status.OLD_PROCESSOR, "libelastic needs a processor with AES-NI and PCLMULQDQ")
        : new NativeLibrary(Status.LOADED, "libelastic is loaded, AES-GCM by " + kernel());
  }

  private static String kernel() {
    return switch (LibElastic.gcmBestKernel()) {
      case 1 -> "VAES with AVX-512";
      case 2 -> "VAES with AVX2";
      default -> "AES-NI";
    };
  }

  private static byte[] read(Class<?> resources, String name) throws IOException {
    try (InputStream in = resources.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  /** What cannot be removed stays; only its owner can read it, and it holds no secret. */
  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
