package org.elastictee.cli;

import java.nio.file.Path;
import org.elastictee.sev.Settings;
import org.elastictee.sev.TrustedPlatform;
import org.elastictee.sev.seal.RootOfTrustException;
import picocli.CommandLine.Option;

/** Where the command line keeps what it keeps. */
public final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The folder of the root file, the key store and stored data (~/.elastic).")
  private Path directory;

  /** Returns the folder that was given, or the default. */
  public Path directory() throws RootOfTrustException {
    return directory == null ? Settings.home() : directory;
  }

  /** Returns the folder that was given, or another default than that of {@link #directory}. */
  Path directoryOr(Path ifNotGiven) {
    return directory == null ? ifNotGiven : directory;
  }

  /** Returns where the software root lies or would lie; an explicit setting comes first. */
  Path rootFile() throws RootOfTrustException {
    if (directory != null && !Settings.isRootFileSet()) {
      System.setProperty(Settings.ROOT_FILE, directory.resolve("root").toString());
    }
    return Settings.rootFile();
  }

  /**
   * Opens the root of trust.
   *
   * @throws Failure if there is none, naming its file where it has one
   */
  public TrustedPlatform open() throws Failure, RootOfTrustException {
    Path rootFile = rootFile();
    try {
      return TrustedPlatform.current();
    } catch (RootOfTrustException e) {
      if (e.reason().name().startsWith("FILE_")) {
        throw new Failure(rootFile, e);
      }
      throw e;
    }
  }
}
