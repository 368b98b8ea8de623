package org.elastictee.sim.kernel;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.elastictee.sim.GuestKernel;
import org.elastictee.sim.UserMemory;
import org.elastictee.sim.UserMemory.BadAddressException;
import org.elastictee.sim.host.SimulatedHypervisor;

/**
 * The simulated guest's kernel with its driver. Safe for use by several threads: one call is served
 * after the other, and the guest can be rebooted while one waits.
 */
public final class SimulatedKernel implements GuestKernel {
  private static final int MAX_VMPL = 3;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final ReentrantLock mutex = new ReentrantLock();
  private final SimulatedHypervisor hypervisor;
  private final KernelVariant variant;
  private final KernelClock clock;
  private volatile MessageChannel channel;
  private volatile boolean present;
  private volatile int vmpl;

  /** Boots a kernel at VMPL 0. */
  public SimulatedKernel(SimulatedHypervisor hypervisor, KernelVariant variant, KernelClock clock) {
    this.hypervisor = Objects.requireNonNull(hypervisor, "hypervisor");
    this.variant = Objects.requireNonNull(variant, "variant");
    this.clock = Objects.requireNonNull(clock, "clock");
    reboot();
  }

  /** Boots anew: the driver is there, has a key to the firmware, and counts messages from 0. */
  public void reboot() {
    rebootAtMessage(0);
  }

  /**
   * Boots anew after this many sequence numbers were used, which tests come to by no other way.
   *
   * @param sequenceNumber the last one that was used, even
   * @throws IllegalArgumentException if odd or not unsigned 32 bits
   */
  public void rebootAtMessage(long sequenceNumber) {
    if (sequenceNumber < 0 || sequenceNumber > MAX_U32 || sequenceNumber % 2 != 0) {
      throw new IllegalArgumentException("the last sequence number is even, and has 32 bits");
    }
    channel = new MessageChannel(hypervisor, variant, clock, sequenceNumber);
    present = true;
  }

  /** Unloads the driver: every call answers {@code ENODEV} until the next boot. */
  public void vanish() {
    present = false;
  }

  /** Returns whether the device is there. */
  public boolean isPresent() {
    return present;
  }

  /** Returns whether the driver still has its key to the firmware. */
  public boolean isVmpckAlive() {
    return channel.isAlive();
  }

  /** Returns the level that the kernel runs at, 0 to 3. */
  public int vmpl() {
    return vmpl;
  }

  /**
   * Sets the level that the kernel runs at.
   *
   * @throws IllegalArgumentException unless 0 to 3
   */
  public void setVmpl(int value) {
    if (value < 0 || value > MAX_VMPL) {
      throw new IllegalArgumentException("VMPL is 0 to " + MAX_VMPL);
    }
    vmpl = value;
  }

  @Override
  public int ioctl(long request, long argument, UserMemory memory) {
    if (!present) {
      return -Errno.ENODEV;
    }
    byte[] bytes;
    try {
      bytes = memory.read(argument, GuestRequestIoctl.ARGUMENT_BYTES);
    } catch (BadAddressException e) {
      return -Errno.EFAULT;
    }
    MessageChannel opened = channel;
    mutex.lock();
    try {
      return new GuestRequestIoctl(opened, vmpl, memory, bytes).run(request & MAX_U32, argument);
    } finally {
      mutex.unlock();
    }
  }
}
