package org.elastictee.sim.supervisor;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file system with one empty file, which a thread of this process serves: the structures of
 * {@code linux/fuse.h}, see {@code fuse(4)}. It needs the right to mount, and lasts as long as the
 * process.
 */
final class FuseFile {
  private static final int LOOKUP = 1;
  private static final int FORGET = 2;
  private static final int GETATTR = 3;
  private static final int OPEN = 14;
  private static final int INIT = 26;
  private static final int ENOSYS = 38;
  private static final int FILE_NODE = 2;
  private static final int FOLDER_MODE = 0040755;
  private static final int FILE_MODE = 0100644;
  private static final int OUT_HEADER = 16;
  private static final int ATTRIBUTES = 88;

  private final long device;
  private final Path folder;
  private final Runnable beforeAttributes;

  private FuseFile(long device, Path folder, Runnable beforeAttributes) {
    this.device = device;
    this.folder = folder;
    this.beforeAttributes = beforeAttributes;
  }

  /** Mounts it; what is given is done each time before the attributes of a node are told. */
  static FuseFile mount(Path folder, Runnable beforeAttributes) throws IOException {
    long device = SystemCalls.open("/dev/fuse", SystemCalls.O_RDWR | SystemCalls.O_CLOEXEC);
    String options = "fd=" + device + ",rootmode=40000,user_id=0,group_id=0";
    long error = SystemCalls.mount(folder, "fuse", options);
    if (error != 0) {
      throw new IOException("it cannot be mounted: " + error);
    }
    FuseFile file = new FuseFile(device, folder, beforeAttributes);
    Thread thread = new Thread(file::serve, "FUSE");
    thread.setDaemon(true);
    thread.start();
    // The kernel asks once for a flush(2), and learns that there is none. Later it would wait for
    // the
    // answer of this process when that is killed.
    SystemCalls.close(SystemCalls.open(file.path(), SystemCalls.O_RDWR));
    return file;
  }

  String path() {
    return folder.resolve("file").toString();
  }

  private void serve() {
    Memory request = new Memory(1 << 18);
    while (SystemCalls.read(device, request) > 0) {
      int opcode = request.getInt(4);
      if (opcode != FORGET) {
        Memory answer = answer(opcode, request.getLong(16));
        answer.setInt(0, (int) answer.size());
        answer.setLong(8, request.getLong(8)); // unique
        SystemCalls.write(device, answer);
      }
    }
  }

  private Memory answer(int opcode, long node) {
    switch (opcode) {
      case INIT -> {
        Memory answer = answer(64);
        answer.setInt(OUT_HEADER, 7); // the protocol, 7.31
        answer.setInt(OUT_HEADER + 4, 31);
        answer.setInt(OUT_HEADER + 20, 4096); // max_write
        return answer;
      }
      case LOOKUP -> {
        Memory answer = answer(40 + ATTRIBUTES);
        answer.setLong(OUT_HEADER, FILE_NODE);
        setAttributes(answer, OUT_HEADER + 40, FILE_NODE);
        return answer;
      }
      case GETATTR -> {
        beforeAttributes.run();
        Memory answer = answer(16 + ATTRIBUTES);
        setAttributes(answer, OUT_HEADER + 16, node);
        return answer;
      }
      case OPEN -> {
        return answer(16);
      }
      default -> {
        Memory answer = answer(0);
        answer.setInt(4, -ENOSYS);
        return answer;
      }
    }
  }

  private static Memory answer(int length) {
    Memory answer = new Memory(OUT_HEADER + (long) length);
    answer.clear();
    return answer;
  }

  private static void setAttributes(Memory answer, long offset, long node) {
    answer.setLong(offset, node);
    answer.setInt(offset + 60, node == FILE_NODE ? FILE_MODE : FOLDER_MODE);
    answer.setInt(offset + 64, 1); // nlink
  }
}
