package org.elastictee.sev.platform;

import java.util.Objects;
import org.elastictee.sev.guest.ConfigFs;

/**
 * What is looked at to tell the platform.
 *
 * @param files the kernel's files
 * @param configFs configfs-tsm, asked only if its folder is there
 * @param tpm the TPM, asked only on Azure
 */
record Machine(MachineFiles files, ConfigFs configFs, Tpm tpm) {
  Machine {
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(configFs, "configFs");
    Objects.requireNonNull(tpm, "tpm");
  }

  /** Returns this machine. */
  static Machine real() {
    return over(MachineFiles.real());
  }

  /** Returns the machine of which these are the files. */
  static Machine over(MachineFiles files) {
    return new Machine(
        files,
        ConfigFs.in(files.resolve(ConfigFs.FOLDER)),
        new LinuxTpm(files.resolve(LinuxTpm.PATH), LinuxTpm.PATIENCE));
  }
}
