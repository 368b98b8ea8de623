package org.elastictee.sim.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.elastictee.sev.guest.DeviceSevGuest;
import org.elastictee.sev.guest.SevGuestException;
import org.elastictee.sim.HostConsole;
import org.elastictee.sim.SimulatedMachine;
import org.elastictee.sim.SimulatorConsole;
import org.elastictee.sim.firmware.FirmwareRefusedException;
import org.elastictee.sim.kernel.KernelClock;
import org.elastictee.sim.supervisor.ConsoleClient;

/**
 * The guest that {@link GuestDeviceTest} tests: in this process or, where a system property names
 * the console of a simulator in another, {@code /dev/sev-guest} by this process's own {@code
 * open(2)} and {@code ioctl(2)}.
 */
interface GuestUnderTest {
  /** The system property that names the console's socket. */
  String CONSOLE_PROPERTY = "elastic.test.console";

  /** Opens the guest device. */
  DeviceSevGuest open() throws SevGuestException;

  /** Returns where the host's events are asked for. */
  HostConsole host();

  /** Starts the machine under it, in whose kernel time passes by waiting alone. */
  static SimulatedMachine startMachine() {
    AtomicLong now = new AtomicLong();
    KernelClock clock =
        new KernelClock() {
          @Override
          public long nanoTime() {
            return now.get();
          }

          @Override
          public void sleep(Duration duration) {
            now.addAndGet(duration.toNanos());
          }
        };
    try {
      return SimulatedMachine.builder().clock(clock).start();
    } catch (FirmwareRefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the guest of this JVM. */
  static GuestUnderTest ofThisJvm() {
    String socket = System.getProperty(CONSOLE_PROPERTY);
    return socket == null ? new InProcess() : new Supervised(Path.of(socket));
  }

  /** The simulated device in this process. */
  final class InProcess implements GuestUnderTest {
    private final SimulatedMachine machine = startMachine();
    private final HostConsole console = new SimulatorConsole(machine);

    @Override
    public DeviceSevGuest open() throws SevGuestException {
      return machine.sevGuest();
    }

    @Override
    public HostConsole host() {
      return console;
    }
  }

  /** The device node that the supervisor shows to this process. */
  final class Supervised implements GuestUnderTest {
    private final HostConsole console;

    Supervised(Path socket) {
      try {
        console = ConsoleClient.connect(socket);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public DeviceSevGuest open() throws SevGuestException {
      return DeviceSevGuest.open();
    }

    @Override
    public HostConsole host() {
      return console;
    }
  }
}
