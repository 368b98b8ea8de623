package org.elastictee.sev;

import java.util.Locale;
import org.elastictee.sev.seal.RootOfTrustException;
import org.elastictee.sev.seal.RootOfTrustException.Reason;

/** Which platform the operator asks for by {@link Settings#PLATFORM}. */
public enum PlatformChoice {
  /** The evidence decides. */
  AUTO("auto"),
  /** SEV-SNP or nothing: fails closed where there is no guest device. */
  SEV_SNP("sev-snp"),
  /** Software, also where there is a device: a setting may lower trust, never raise it. */
  LINUX("linux");

  private final String word;

  PlatformChoice(String word) {
    this.word = word;
  }

  /** Returns the word that stands for this choice in a setting. */
  public String word() {
    return word;
  }

  /**
   * Returns the choice that a word stands for, in upper or lower case.
   *
   * @throws RootOfTrustException with {@link Reason#CONFIGURATION} for any other word
   */
  public static PlatformChoice parse(String word) throws RootOfTrustException {
    for (PlatformChoice choice : values()) {
      if (choice.word.equals(word.toLowerCase(Locale.ROOT))) {
        return choice;
      }
    }
    throw new RootOfTrustException(
        Reason.CONFIGURATION, Settings.PLATFORM + " must be one of auto, sev-snp, linux");
  }
}
