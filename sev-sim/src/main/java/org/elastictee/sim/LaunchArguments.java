package org.elastictee.sim;

import org.elastictee.sim.firmware.LaunchParameters;

/** Launch parameters in words. */
final class LaunchArguments {
  /** The names of the arguments. */
  static final String[] NAMES = {
    "policy",
    "measurement",
    "host-data",
    "family-id",
    "image-id",
    "guest-svn",
    "id-key-digest",
    "author-key-digest",
    "report-id-ma"
  };

  private LaunchArguments() {}

  /**
   * Returns parameters with what is named in place of what is there.
   *
   * @throws IllegalArgumentException if a value is wrong
   */
  static LaunchParameters over(LaunchParameters present, ConsoleArguments arguments) {
    LaunchParameters.Builder launch = present.toBuilder();
    arguments.number("policy").ifPresent(launch::policy);
    arguments.bytes("measurement").ifPresent(launch::measurement);
    arguments.bytes("host-data").ifPresent(launch::hostData);
    arguments.bytes("family-id").ifPresent(launch::familyId);
    arguments.bytes("image-id").ifPresent(launch::imageId);
    arguments.number("guest-svn").ifPresent(launch::guestSvn);
    arguments.bytes("id-key-digest").ifPresent(launch::idKeyDigest);
    arguments.bytes("author-key-digest").ifPresent(launch::authorKeyDigest);
    arguments.bytes("report-id-ma").ifPresent(launch::reportIdMa);
    return launch.build();
  }
}
