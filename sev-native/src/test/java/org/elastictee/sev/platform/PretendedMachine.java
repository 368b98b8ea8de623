package org.elastictee.sev.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elastictee.sev.guest.ConfigFs;
import org.elastictee.sev.guest.SimulatedTsm;

/** A machine whose files lie in a folder, and whose device nodes exist only in {@code lstat(2)}. */
final class PretendedMachine {
  static final String AZURE_TAG = "7783-7084-3265-9085-8269-3286-77\n";
  static final String AZURE_VENDOR = "Microsoft Corporation\n";

  private static final int CHARACTER_DEVICE = 0x2180;
  private static final int BLOCK_DEVICE = 0x6180;
  private static final int MISC = 10;

  private final Path root;
  private final Map<Path, DeviceNode> nodes = new HashMap<>();
  private final Map<Path, IOException> refusals = new HashMap<>();
  private final List<byte[]> tpmCommands = new ArrayList<>();
  private ConfigFs configFs = new SimulatedTsm(null, null);
  private Tpm tpm =
      command -> {
        throw new IOException("no TPM");
      };

  PretendedMachine(Path root) {
    this.root = root;
  }

  private Path resolve(String path) {
    return root.resolve(path.substring(1));
  }

  PretendedMachine file(String path, String content) {
    try {
      Files.createDirectories(resolve(path).getParent());
      Files.writeString(resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  PretendedMachine folder(String path) {
    try {
      Files.createDirectories(resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  PretendedMachine link(String path, String target) {
    try {
      Files.createDirectories(resolve(path).getParent());
      Files.createSymbolicLink(resolve(path), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Makes a node of a character device, as glibc packs small numbers. */
  PretendedMachine node(String path, int major, int minor) {
    nodes.put(resolve(path), new DeviceNode(CHARACTER_DEVICE, (long) major << 8 | minor));
    return this;
  }

  /** Makes a node of a block device. */
  PretendedMachine blockNode(String path, int major, int minor) {
    nodes.put(resolve(path), new DeviceNode(BLOCK_DEVICE, (long) major << 8 | minor));
    return this;
  }

  PretendedMachine guestDevice() {
    return node("/dev/sev-guest", MISC, 123);
  }

  PretendedMachine tdxDevice() {
    return node("/dev/tdx_guest", MISC, 124);
  }

  /** Makes a name that cannot be looked at. */
  PretendedMachine refuse(String path, IOException refusal) {
    refusals.put(resolve(path), refusal);
    return this;
  }

  PretendedMachine cpuinfo(String vendor, String flags) {
    String processor = "vendor_id\t: " + vendor + "\nflags\t\t: fpu " + flags + " vme\n\n";
    return file("/proc/cpuinfo", "processor\t: 0\n" + processor + "processor\t: 1\n" + processor);
  }

  PretendedMachine azure() {
    return file("/sys/class/dmi/id/sys_vendor", AZURE_VENDOR)
        .file("/sys/class/dmi/id/chassis_asset_tag", AZURE_TAG);
  }

  PretendedMachine tsm(ConfigFs configfsTsm) {
    configFs = configfsTsm;
    return folder("/sys/kernel/config/tsm/report");
  }

  /** Makes a configfs-tsm that only tells its provider. */
  PretendedMachine tsm(String provider) {
    return tsm(new SimulatedTsm(provider, null));
  }

  PretendedMachine tpm(Tpm answering) {
    tpm = answering;
    return node("/dev/tpmrm0", 253, 0);
  }

  /** Makes a TPM with, or without, the NV index that it is asked for. */
  PretendedMachine tpmWithIndex(boolean exists) {
    return tpm(
        command -> {
          int index = ByteBuffer.wrap(command).getInt(10);
          return exists ? nvPublic(index) : response(0x18B, new byte[0]);
        });
  }

  static byte[] nvPublic(int index) {
    return response(0, ByteBuffer.allocate(16).putShort((short) 14).putInt(index).array());
  }

  static byte[] response(int code, byte[] rest) {
    return ByteBuffer.allocate(10 + rest.length)
        .putShort((short) 0x8001)
        .putInt(10 + rest.length)
        .putInt(code)
        .put(rest)
        .array();
  }

  /** Returns the commands that the TPM got. */
  List<byte[]> tpmCommands() {
    return tpmCommands;
  }

  Machine machine() {
    return new Machine(
        new MachineFiles(root, new Inspection()),
        configFs,
        command -> {
          tpmCommands.add(command);
          return tpm.transact(command);
        });
  }

  PlatformEvidence detect() {
    return PlatformDetector.detect(machine());
  }

  /** What there is, but for what was pretended. */
  private final class Inspection implements DeviceNode.Inspection {
    private void refuseIfTold(Path path) throws IOException {
      IOException refusal = refusals.get(path);
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public DeviceNode lstat(Path path) throws IOException {
      refuseIfTold(path);
      DeviceNode node = nodes.get(path);
      return node != null ? node : DeviceNode.Inspection.REAL.lstat(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
      refuseIfTold(path);
      return DeviceNode.Inspection.REAL.isDirectory(path);
    }
  }
}
