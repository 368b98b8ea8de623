package org.elastictee.sev.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.elastictee.sev.guest.SevGuestException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxGuestDeviceTest {
  /** Remembers the calls, and answers open as it is told. */
  private static final class RecordedCalls implements LinuxGuestDevice.SystemCalls {
    private final List<String> calls = new ArrayList<>();
    private final List<Integer> openResults;

    RecordedCalls(Integer... openResults) {
      this.openResults = new ArrayList<>(List.of(openResults));
    }

    @Override
    public int open(String path, int flags) {
      calls.add("open " + path + " " + Integer.toOctalString(flags));
      return openResults.remove(0);
    }

    @Override
    public int ioctl(int descriptor, long request, Pointer argument) {
      calls.add("ioctl " + descriptor + " " + Long.toHexString(request));
      return 0;
    }

    @Override
    public int close(int descriptor) {
      calls.add("close " + descriptor);
      return 0;
    }
  }

  @Test
  void opensForReadingAndWritingAndNotForChildren() throws Exception {
    RecordedCalls calls = new RecordedCalls(7);
    LinuxGuestDevice.open(LinuxGuestDevice.PATH, () -> calls);
    assertEquals(List.of("open /dev/sev-guest 2000002"), calls.calls);
  }

  @ParameterizedTest
  @CsvSource({
    "2,  NO_DEVICE",
    "6,  NO_DEVICE",
    "19, NO_DEVICE",
    "1,  NO_PERMISSION",
    "13, NO_PERMISSION",
    "16, IO",
    "24, IO"
  })
  void saysWhyTheDeviceCannotBeOpened(int errno, Reason reason) {
    RecordedCalls calls = new RecordedCalls(-errno);
    SevGuestException e =
        assertThrows(
            SevGuestException.class,
            () -> LinuxGuestDevice.open(LinuxGuestDevice.PATH, () -> calls));
    assertEquals(reason, e.reason());
    assertEquals(1, calls.calls.size());
  }

  @Test
  void opensAgainWhenASignalInterrupts() throws Exception {
    RecordedCalls calls = new RecordedCalls(-4, -4, 7);
    LinuxGuestDevice.open(LinuxGuestDevice.PATH, () -> calls).close();
    assertEquals("close 7", calls.calls.get(3));
  }

  @Test
  void saysThatTheLibraryCannotBeCalled() {
    SevGuestException e =
        assertThrows(
            SevGuestException.class,
            () ->
                LinuxGuestDevice.open(
                    LinuxGuestDevice.PATH,
                    () -> {
                      throw new UnsatisfiedLinkError("no native library");
                    }));
    assertEquals(Reason.IO, e.reason());
  }

  @Test
  void makesNoCallOnAClosedDescriptor() throws Exception {
    RecordedCalls calls = new RecordedCalls(7);
    LinuxGuestDevice device = LinuxGuestDevice.open(LinuxGuestDevice.PATH, () -> calls);
    assertEquals(0, device.ioctl(GuestRequestAbi.SNP_GET_REPORT, null));
    device.close();
    device.close();
    assertEquals(-9, device.ioctl(GuestRequestAbi.SNP_GET_REPORT, null));
    assertEquals(
        List.of("open /dev/sev-guest 2000002", "ioctl 7 c0205300", "close 7"), calls.calls);
  }

  @Test
  void theRealLibraryReportsThatThereIsNoDevice(@TempDir Path folder) {
    SevGuestException e =
        assertThrows(
            SevGuestException.class,
            () -> LinuxGuestDevice.openReal(folder.resolve("none").toString()));
    assertEquals(Reason.NO_DEVICE, e.reason());
  }

  @Test
  void theRealIoctlOfAnotherDeviceIsNoTypewriter() throws Exception {
    DeviceSevGuest guest = DeviceSevGuest.over(LinuxGuestDevice.openReal("/dev/null"));
    try (guest) {
      SevGuestException e =
          assertThrows(SevGuestException.class, () -> guest.report(new byte[64], 0));
      assertEquals(Reason.DEVICE_DISABLED, e.reason());
      assertTrue(guest.isDisabled());
    }
  }

  @Test
  void theRealDescriptorIsClosed() throws Exception {
    LinuxGuestDevice device = LinuxGuestDevice.openReal("/dev/zero");
    assertTrue(descriptorsOf("/dev/zero") >= 1);
    int before = descriptorsOf("/dev/zero");
    device.close();
    assertEquals(before - 1, descriptorsOf("/dev/zero"));
  }

  private static int descriptorsOf(String target) throws Exception {
    int count = 0;
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        count += isOf(target, descriptor) ? 1 : 0;
      }
    }
    return count;
  }

  /** Other threads close theirs meanwhile. */
  private static boolean isOf(String target, Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).endsWith(target);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
