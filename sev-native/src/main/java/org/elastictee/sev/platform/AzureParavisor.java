package org.elastictee.sev.platform;

import java.io.IOException;
import java.util.List;
import org.elastictee.sev.platform.PlatformEvidence.Fact;

/**
 * Looks for the paravisor of Azure's confidential virtual machines, which keeps the guest device to
 * itself and leaves its attestation report in NV index 0x01400001 of the virtual TPM.
 *
 * <p>The DMI strings are the hypervisor's word, and the virtual TPM's answer no more than that as
 * long as nothing of it is verified. So this can do no more than name a platform that derives no
 * keys: it never raises trust.
 */
final class AzureParavisor {
  static final String SYS_VENDOR = "/sys/class/dmi/id/sys_vendor";
  static final String CHASSIS_ASSET_TAG = "/sys/class/dmi/id/chassis_asset_tag";

  /** Azure's chassis asset tag, the same on each of its virtual machines. */
  private static final String AZURE_ASSET_TAG = "7783-7084-3265-9085-8269-3286-77";

  private static final String AZURE_VENDOR = "Microsoft Corporation";
  private static final int HCL_REPORT = 0x0140_0001;
  private static final int MAX_DMI_BYTES = 256;

  private final Machine machine;
  private final DeviceSigns devices;
  private final List<Fact> facts;

  AzureParavisor(Machine machine, DeviceSigns devices, List<Fact> facts) {
    this.machine = machine;
    this.devices = devices;
    this.facts = facts;
  }

  /**
   * Looks for it, and adds what it finds to the facts.
   *
   * @param processorIsAmd whether the processor names AMD as its maker
   */
  boolean isSeen(boolean processorIsAmd) {
    boolean azureVendor = dmiSays(SYS_VENDOR, AZURE_VENDOR);
    boolean azureTag = dmiSays(CHASSIS_ASSET_TAG, AZURE_ASSET_TAG);
    if (!azureVendor || !azureTag) {
      return false;
    }
    Sign report = processorIsAmd ? hclReport() : Sign.UNCLEAR;
    if (report == Sign.UNCLEAR) {
      add(CHASSIS_ASSET_TAG, "Azure's, and whether the machine is confidential cannot be told");
    }
    return report == Sign.SEEN;
  }

  private Sign hclReport() {
    if (devices.look(LinuxTpm.PATH) != Sign.SEEN) {
      return Sign.UNCLEAR;
    }
    Sign index;
    try {
      index =
          NvReadPublic.sign(machine.tpm().transact(NvReadPublic.command(HCL_REPORT)), HCL_REPORT);
    } catch (IOException e) {
      add(LinuxTpm.PATH, "cannot be used by this process, or does not answer");
      return Sign.UNCLEAR;
    }
    add(
        LinuxTpm.PATH,
        switch (index) {
          case SEEN -> "NV index 0x01400001 exists: the paravisor's report";
          case ABSENT -> "NV index 0x01400001 does not exist";
          case UNCLEAR -> "does not say whether NV index 0x01400001 exists";
        });
    return index;
  }

  private boolean dmiSays(String path, String expected) {
    try {
      boolean says = machine.files().read(path, MAX_DMI_BYTES).strip().equals(expected);
      add(path, says ? "Azure's" : "not Azure's");
      return says;
    } catch (IOException e) {
      add(path, "not present, or not readable");
      return false;
    }
  }

  private void add(String source, String finding) {
    facts.add(new Fact(source, finding));
  }
}
