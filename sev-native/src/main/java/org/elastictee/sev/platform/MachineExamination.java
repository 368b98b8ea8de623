package org.elastictee.sev.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.elastictee.sev.guest.ConfigFs;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.elastictee.sev.guest.TsmProvider;
import org.elastictee.sev.guest.TsmReports;
import org.elastictee.sev.platform.PlatformEvidence.Fact;

/** One look at one machine, by one thread. */
final class MachineExamination {
  static final String TDX_GUEST_DEVICE = "/dev/tdx_guest";
  static final String CPUINFO = "/proc/cpuinfo";
  static final List<String> SEV_GUEST_PLATFORM_DEVICES =
      List.of("/sys/devices/platform/sev-guest", "/sys/bus/platform/devices/sev-guest");

  private static final String TDX_FLAG = "tdx_guest";

  /** More than the paragraph of one processor has. */
  private static final int MAX_CPUINFO_BYTES = 0x4000;

  private final Machine machine;
  private final List<Fact> facts = new ArrayList<>();
  private final DeviceSigns devices;
  private final Set<Sign> sevSnp = EnumSet.noneOf(Sign.class);
  private final Set<Sign> tdx = EnumSet.noneOf(Sign.class);
  private boolean processorIsAmd;

  MachineExamination(Machine machine) {
    this.machine = machine;
    this.devices = new DeviceSigns(machine.files(), facts);
  }

  PlatformEvidence examine() {
    Sign guestDevice = devices.lookForMisc(DeviceSevGuest.PATH);
    sevSnp.add(guestDevice);
    SEV_GUEST_PLATFORM_DEVICES.forEach(path -> sevSnp.add(folder(path)));
    sevSnp.add(vmpl());
    tdx.add(devices.lookForMisc(TDX_GUEST_DEVICE));
    tdx.add(processor());
    lookAtTsm();
    return new PlatformEvidence(conclude(guestDevice), facts);
  }

  private Platform conclude(Sign guestDevice) {
    boolean isSevSnp = sevSnp.contains(Sign.SEEN);
    boolean isTdx = tdx.contains(Sign.SEEN);
    if (isSevSnp && isTdx) {
      return Platform.UNDETERMINED;
    }
    if (guestDevice == Sign.SEEN) {
      return Platform.SEV_SNP;
    }
    if (sevSnp.contains(Sign.UNCLEAR) || tdx.contains(Sign.UNCLEAR)) {
      return Platform.UNDETERMINED;
    }
    if (isSevSnp) {
      return Platform.SEV_SNP_NO_DEVICE;
    }
    if (isTdx) {
      return Platform.TDX;
    }
    return new AzureParavisor(machine, devices, facts).isSeen(processorIsAmd)
        ? Platform.SEV_SNP_PARAVISOR
        : Platform.LINUX;
  }

  private Sign folder(String path) {
    try {
      return machine.files().isDirectory(path)
          ? found(Sign.SEEN, path, "present")
          : found(Sign.UNCLEAR, path, "present, but not a folder");
    } catch (NoSuchFileException e) {
      return found(Sign.ABSENT, path, "not present");
    } catch (IOException e) {
      return found(Sign.UNCLEAR, path, "cannot be examined");
    }
  }

  /** Linux has this file only where it runs as an SEV-SNP guest. */
  private Sign vmpl() {
    try {
      OptionalInt vmpl = SevSysfs.vmpl(machine.files());
      return vmpl.isPresent()
          ? found(Sign.SEEN, SevSysfs.VMPL, "VMPL " + vmpl.getAsInt())
          : found(Sign.UNCLEAR, SevSysfs.VMPL, "not a VMPL");
    } catch (NoSuchFileException e) {
      return found(Sign.ABSENT, SevSysfs.VMPL, "not present");
    } catch (IOException e) {
      return found(Sign.UNCLEAR, SevSysfs.VMPL, "cannot be read");
    }
  }

  private Sign processor() {
    String text;
    try {
      text = machine.files().read(CPUINFO, MAX_CPUINFO_BYTES);
    } catch (NoSuchFileException e) {
      return found(Sign.ABSENT, CPUINFO, "not present");
    } catch (IOException e) {
      return found(Sign.UNCLEAR, CPUINFO, "cannot be read");
    }
    String vendor = valueOf("vendor_id", text);
    processorIsAmd = vendor.equals("AuthenticAMD");
    if (!vendor.isEmpty()) {
      facts.add(new Fact(CPUINFO, "vendor_id " + vendor));
    }
    return Arrays.asList(valueOf("flags", text).split(" ", -1)).contains(TDX_FLAG)
        ? found(Sign.SEEN, CPUINFO, "with the flag " + TDX_FLAG)
        : found(Sign.ABSENT, CPUINFO, "without the flag " + TDX_FLAG);
  }

  /** Returns the value of the first processor's field, or nothing. */
  private static String valueOf(String field, String cpuinfo) {
    return cpuinfo
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(field))
        .map(parts -> parts[1].strip())
        .findFirst()
        .orElse("");
  }

  private void lookAtTsm() {
    String path = ConfigFs.FOLDER;
    try {
      if (machine.files().isDirectory(path)) {
        lookAtProvider(path);
      } else {
        sevSnp.add(found(Sign.UNCLEAR, path, "present, but not a folder"));
      }
    } catch (NoSuchFileException e) {
      facts.add(new Fact(path, "not present"));
    } catch (AccessDeniedException e) {
      facts.add(new Fact(path, "not for this process to see"));
    } catch (IOException e) {
      sevSnp.add(found(Sign.UNCLEAR, path, "cannot be examined"));
    }
  }

  private void lookAtProvider(String path) {
    try {
      TsmReports reports = TsmReports.over(machine.configFs());
      TsmProvider provider = reports.provider();
      facts.add(new Fact(path, "provider " + provider.word()));
      if (reports.entriesLeftBehind() > 0) {
        facts.add(new Fact(path, "the entry made to learn the provider could not be removed"));
      }
      switch (provider) {
        case SEV_GUEST -> sevSnp.add(Sign.SEEN);
        case TDX_GUEST -> tdx.add(Sign.SEEN);
        case OTHER -> {}
      }
    } catch (SevGuestException e) {
      facts.add(new Fact(path, "the provider cannot be learned: " + e.getMessage()));
      // Kernels without any provider have the folder too, and then belong to ordinary users: those
      // are not to be refused for what only root may look at, as the other signs suffice.
      if (e.reason() != Reason.NO_DEVICE && e.reason() != Reason.NO_PERMISSION) {
        sevSnp.add(Sign.UNCLEAR);
      }
    }
  }

  private Sign found(Sign sign, String source, String finding) {
    facts.add(new Fact(source, finding));
    return sign;
  }
}
