package org.elastictee.sev.platform;

/** What looking for one sign of a platform came to. */
enum Sign {
  /** It is there. */
  SEEN,
  /** It is not there, or not for this process to see. */
  ABSENT,
  /** Something is there that cannot be examined, or is not what its name says. */
  UNCLEAR
}
