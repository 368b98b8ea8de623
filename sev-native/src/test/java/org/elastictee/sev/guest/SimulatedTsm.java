package org.elastictee.sev.guest;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A test double of configfs-tsm at the system-call level: what Linux {@code
 * drivers/virt/coco/tsm.c}, {@code fs/configfs/file.c} and {@code sev_report_new} do, as {@code
 * java.nio} shows it. It makes no reports: the test gives a function that does. Safe for use by
 * several threads.
 *
 * <p>{@code ETXTBSY}, for one descriptor that both reads and writes, comes up only as a {@link
 * #fail fault}: no attribute here can be opened for both.
 */
public final class SimulatedTsm implements ConfigFs {
  private static final int INBLOB_MAX = 64;
  private static final int PRIVLEVEL_MAX = 3;
  private static final int PAGE_BYTES = 4096;

  private final String provider;
  private final Firmware firmware;
  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final Map<String, Integer> faults = new ConcurrentHashMap<>();
  private final Map<String, Consumer<Item>> interferences = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger reportsMade = new AtomicInteger();
  private Integer floor = 0;
  private long firstGeneration;

  /**
   * Starts without entries.
   *
   * @param provider the provider's name, or null for none
   */
  public SimulatedTsm(String provider, Firmware firmware) {
    this.provider = provider;
    this.firmware = firmware;
  }

  /** Makes the report for what was stored. */
  public interface Firmware {
    Blobs report(byte[] inblob, int privlevel) throws Refusal;
  }

  /** What the firmware made; no certificates are an empty array. */
  public static final class Blobs {
    private final byte[] outblob;
    private final byte[] auxblob;

    public Blobs(byte[] outblob, byte[] auxblob) {
      this.outblob = outblob;
      this.auxblob = auxblob;
    }
  }

  /** An error of {@code report_new}. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int errno;

    public Refusal(int errno) {
      this.errno = errno;
    }
  }

  /** Sets the lowest level, which is the guest's own; null hides the attribute. */
  public SimulatedTsm floor(Integer lowest) {
    floor = lowest;
    return this;
  }

  /** Sets the generation, unsigned, at which new entries begin, in place of 0. */
  public SimulatedTsm firstGeneration(long generation) {
    firstGeneration = generation;
    return this;
  }

  /**
   * Makes a call fail from now on.
   *
   * @param call mkdir or rmdir; or open, read or write, a space, and the attribute
   */
  public SimulatedTsm fail(String call, int errno) {
    faults.put(call, errno);
    return this;
  }

  /** Makes a call work again. */
  public void mend(String call) {
    faults.remove(call);
  }

  /** Lets another process at the entry, each time before the attribute is opened. */
  public SimulatedTsm before(String attribute, Consumer<Item> interference) {
    interferences.put(attribute, interference);
    return this;
  }

  /** Returns how many entries there are. */
  public int entries() {
    return items.size();
  }

  /** Returns how many entries have ever been made. */
  public int entriesMade() {
    return made.get();
  }

  /** Returns how often the firmware was asked. */
  public int reportsMade() {
    return reportsMade.get();
  }

  @Override
  public void mkdir(String entry) throws IOException {
    failIfTold("mkdir", true);
    if (provider == null) {
      throw error(Errno.ENXIO, true);
    }
    if (items.putIfAbsent(entry, new Item()) != null) {
      throw error(Errno.EEXIST, true);
    }
    made.incrementAndGet();
  }

  @Override
  public void rmdir(String entry) throws IOException {
    failIfTold("rmdir", true);
    if (items.remove(entry) == null) {
      throw error(Errno.ENOENT, true);
    }
  }

  @Override
  public ReadableByteChannel openForReading(String entry, String attribute) throws IOException {
    return open(entry, attribute, false);
  }

  @Override
  public WritableByteChannel openForWriting(String entry, String attribute) throws IOException {
    return open(entry, attribute, true);
  }

  private Descriptor open(String entry, String attribute, boolean forWriting) throws IOException {
    Item item = items.get(entry);
    if (item == null) {
      throw error(Errno.ENOENT, true);
    }
    interferences.getOrDefault(attribute, nobody -> {}).accept(item);
    failIfTold("open " + attribute, true);
    boolean writable =
        switch (attribute) {
          case "inblob", "privlevel" -> true;
          case "outblob", "auxblob", "provider", "generation" -> false;
          case "privlevel_floor" -> {
            if (floor == null) {
              throw error(Errno.ENOENT, true);
            }
            yield false;
          }
          default -> throw error(Errno.ENOENT, true);
        };
    if (writable != forWriting) {
      throw error(Errno.EACCES, true);
    }
    return new Descriptor(item, attribute);
  }

  private void failIfTold(String call, boolean namesPath) throws IOException {
    Integer errno = faults.get(call);
    if (errno != null) {
      throw error(errno, namesPath);
    }
  }

  /** Returns what java.nio makes of an errno: of a call that names a path, or of another. */
  static IOException error(int errno, boolean namesPath) {
    String text = CLibrary.INSTANCE.strerror(errno);
    String path = "/sys/kernel/config/tsm/report/entry";
    if (!namesPath) {
      return new IOException(text);
    }
    return switch (errno) {
      case Errno.ENOENT -> new NoSuchFileException(path);
      case Errno.EACCES -> new AccessDeniedException(path);
      case Errno.EEXIST -> new FileAlreadyExistsException(path);
      default -> new FileSystemException(path, null, text);
    };
  }

  /** The system's own words. */
  private interface CLibrary extends Library {
    CLibrary INSTANCE = Native.load(null, CLibrary.class);

    String strerror(int errno);
  }

  /** {@code struct tsm_report_state}. */
  public final class Item {
    private byte[] inblob = new byte[0];
    private int privlevel;
    private long writeGeneration = firstGeneration;
    private long readGeneration = firstGeneration;
    private Blobs blobs;

    private Item() {}

    /** Stores as another process would; what configfs discards is discarded here as well. */
    public void store(String attribute, byte[] value) {
      try {
        storeOrFail(attribute, value);
      } catch (Refusal discarded) {
        if (!attribute.equals("inblob")) {
          throw new AssertionError("only a binary store discards its error", discarded);
        }
      }
    }

    /** Brings the counters to where the next store wraps onto the last generation read. */
    public synchronized void exhaustGenerations() {
      readGeneration = writeGeneration + 1;
    }

    private synchronized void storeOrFail(String attribute, byte[] value) throws Refusal {
      if (attribute.equals("privlevel")) {
        int level = parse(value);
        if (Integer.compareUnsigned(level, PRIVLEVEL_MAX) > 0 || (floor != null && level < floor)) {
          throw new Refusal(Errno.EINVAL);
        }
        advance();
        privlevel = level;
      } else {
        advance();
        inblob = value.clone();
      }
    }

    private int parse(byte[] value) throws Refusal {
      try {
        return Integer.parseUnsignedInt(new String(value, StandardCharsets.US_ASCII).strip());
      } catch (NumberFormatException e) {
        throw new Refusal(Errno.EINVAL);
      }
    }

    private void advance() throws Refusal {
      if (writeGeneration == readGeneration - 1) {
        throw new Refusal(Errno.EBUSY);
      }
      writeGeneration++;
    }

    private synchronized byte[] show(String attribute) throws Refusal {
      return switch (attribute) {
        case "provider" -> line(provider);
        case "generation" -> line(Long.toUnsignedString(writeGeneration));
        case "privlevel_floor" -> line(floor.toString());
        case "outblob" -> made().outblob;
        case "auxblob" -> made().auxblob;
        default -> throw new AssertionError(attribute);
      };
    }

    /** Has the report made at the first read after a store, and keeps it until the next. */
    private Blobs made() throws Refusal {
      if (inblob.length == 0) {
        throw new Refusal(Errno.EINVAL);
      }
      if (blobs == null || readGeneration != writeGeneration) {
        blobs = null;
        if (inblob.length != INBLOB_MAX) {
          throw new Refusal(Errno.EINVAL);
        }
        reportsMade.incrementAndGet();
        blobs = firmware.report(inblob.clone(), privlevel);
        readGeneration = writeGeneration;
      }
      return blobs;
    }

    private byte[] line(String text) {
      return (text + "\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** An open attribute: interrupted as a channel of java.nio is, after the kernel has answered. */
  private final class Descriptor extends AbstractInterruptibleChannel
      implements ReadableByteChannel, WritableByteChannel {
    private final Item item;
    private final String attribute;
    private byte[] buffered = new byte[0];
    private ByteBuffer content;
    private boolean written;

    Descriptor(Item item, String attribute) {
      this.item = item;
      this.attribute = attribute;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
      return call(
          "read",
          () -> {
            if (content == null) {
              content = ByteBuffer.wrap(item.show(attribute));
            }
            if (!content.hasRemaining()) {
              return -1;
            }
            int count =
                Math.min(PAGE_BYTES, Math.min(content.remaining(), destination.remaining()));
            destination.put(content.slice(content.position(), count));
            content.position(content.position() + count);
            return count;
          });
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return call(
          "write",
          () -> {
            byte[] value = new byte[source.remaining()];
            source.get(value);
            if (attribute.equals("privlevel")) {
              item.storeOrFail(attribute, value);
            } else {
              if (buffered.length + value.length > INBLOB_MAX) {
                throw new Refusal(Errno.EFBIG);
              }
              byte[] more = Arrays.copyOf(buffered, buffered.length + value.length);
              System.arraycopy(value, 0, more, buffered.length, value.length);
              buffered = more;
              written = true;
            }
            return value.length;
          });
    }

    private int call(String name, SystemCall systemCall) throws IOException {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      boolean completed = false;
      try {
        begin();
        if (!isOpen()) {
          return 0;
        }
        failIfTold(name + " " + attribute, false);
        int result = systemCall.run();
        completed = true;
        return result;
      } catch (Refusal e) {
        throw error(e.errno, false);
      } finally {
        end(completed);
      }
    }

    @Override
    protected void implCloseChannel() {
      if (written) {
        item.store(attribute, buffered);
      }
    }
  }

  /** What the kernel does in a call. */
  private interface SystemCall {
    int run() throws Refusal;
  }

  /** Reads a whole attribute, for the tests of this double. */
  static String text(ReadableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PAGE_BYTES);
    try (channel) {
      channel.read(buffer);
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
  }
}
