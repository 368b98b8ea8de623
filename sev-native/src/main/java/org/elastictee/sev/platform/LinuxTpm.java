package org.elastictee.sev.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The kernel's resource manager of the TPM, {@code /dev/tpmrm0}: a command is written, its response
 * read. The kernel waits up to minutes for a TPM, so a thread of its own waits for the kernel, and
 * is left to it when the time is up.
 */
final class LinuxTpm implements Tpm {
  static final String PATH = "/dev/tpmrm0";
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_RESPONSE_BYTES = 4096;

  private final Path device;
  private final Duration patience;

  LinuxTpm(Path device, Duration patience) {
    this.device = device;
    this.patience = patience;
  }

  @Override
  public byte[] transact(byte[] command) throws IOException {
    FutureTask<byte[]> exchange = new FutureTask<>(() -> exchange(command));
    Thread thread = new Thread(exchange, "elastic-tpm");
    thread.setDaemon(true);
    thread.start();
    try {
      return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the TPM", e);
    } catch (TimeoutException e) {
      throw new IOException("the TPM does not answer in time", e);
    } catch (ExecutionException e) {
      throw new IOException("the TPM cannot be used", e);
    }
  }

  private byte[] exchange(byte[] command) throws IOException {
    ByteBuffer response = ByteBuffer.allocate(MAX_RESPONSE_BYTES);
    try (FileChannel channel =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.write(ByteBuffer.wrap(command)) != command.length) {
        throw new IOException("the TPM took a part of the command only");
      }
      channel.read(response);
    }
    return Arrays.copyOf(response.array(), response.position());
  }
}
