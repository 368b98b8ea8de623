package org.elastictee.sev;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.Security;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.RootOfTrustException.Reason;

/**
 * The settings of {@code elastic.*}: a system property or, where that is absent, the security
 * property of the same name (so that a {@code java.security} file can hold them). Environment
 * variables are not read here. The JVM reads {@code JAVA_TOOL_OPTIONS}, so whoever sets the
 * environment of the process can set these too: they can lower trust, never raise it.
 */
public final class Settings {
  /** {@code auto} (default), {@code sev-snp} or {@code linux}: see {@link PlatformChoice}. */
  public static final String PLATFORM = "elastic.platform";

  /** The file of the software root of trust. Default: {@code .elastic/root} in the user's home. */
  public static final String ROOT_FILE = "elastic.root.file";

  /** Whether the provider refuses where it would otherwise do the work by another engine. */
  public static final String STRICT = "elastic.strict";

  private Settings() {}

  /**
   * Returns the platform that was asked for.
   *
   * @throws RootOfTrustException with {@link Reason#CONFIGURATION} if the setting is none of the
   *     three words
   */
  public static PlatformChoice platform() throws RootOfTrustException {
    String value = get(PLATFORM);
    return value == null ? PlatformChoice.AUTO : PlatformChoice.parse(value);
  }

  /**
   * Returns where the software root of trust lies, or would lie.
   *
   * @throws RootOfTrustException with {@link Reason#CONFIGURATION} if there is neither a usable
   *     setting nor a home
   */
  public static Path rootFile() throws RootOfTrustException {
    String value = get(ROOT_FILE);
    try {
      return value == null ? home().resolve("root") : Path.of(value);
    } catch (InvalidPathException e) {
      throw new RootOfTrustException(Reason.CONFIGURATION, ROOT_FILE + " is not a path");
    }
  }

  /**
   * Returns the folder of everything that is kept for this user and has no setting of its own:
   * {@code .elastic} in the user's home, as the JVM has it in {@code user.home}.
   *
   * @throws RootOfTrustException with {@link Reason#CONFIGURATION} if the JVM knows no home
   */
  public static Path home() throws RootOfTrustException {
    String home = System.getProperty("user.home");
    if (home == null || home.isEmpty() || home.equals("?")) {
      throw new RootOfTrustException(
          Reason.CONFIGURATION, "this user has no home directory: set " + ROOT_FILE);
    }
    return Path.of(home, ".elastic");
  }

  /**
   * Returns whether {@link #STRICT} is set: to any word but {@code false}, so that a typo counts.
   */
  public static boolean isStrict() {
    String value = get(STRICT);
    return value != null && !value.equalsIgnoreCase("false");
  }

  /** Returns whether {@link #ROOT_FILE} has a value of its own. */
  public static boolean isRootFileSet() {
    return get(ROOT_FILE) != null;
  }

  private static String get(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      value = Security.getProperty(name);
    }
    return value == null || value.isBlank() ? null : value.strip();
  }
}
