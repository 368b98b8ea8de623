package org.elastictee.sev.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevSysfsTest {
  @TempDir Path folder;

  private OptionalInt vmpl(String text) throws Exception {
    PretendedMachine machine = new PretendedMachine(folder).file(SevSysfs.VMPL, text);
    return SevSysfs.vmpl(machine.machine().files());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "3, 3"})
  void readsTheLevel(String text, int level) throws Exception {
    assertEquals(OptionalInt.of(level), vmpl(text + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "4", "-1", "00", "0x1", "1 2", "x"})
  void whatIsNoLevelIsNone(String text) throws Exception {
    assertEquals(OptionalInt.empty(), vmpl(text));
  }

  @Test
  void saysThatTheKernelDoesNotTell() {
    MachineFiles files = new PretendedMachine(folder).machine().files();
    assertThrows(NoSuchFileException.class, () -> SevSysfs.vmpl(files));
  }

  @Test
  void saysOfThisMachineWhatItsKernelTells() throws Exception {
    Path file = Path.of(SevSysfs.VMPL);
    OptionalInt expected =
        Files.exists(file)
            ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
            : OptionalInt.empty();
    assertEquals(expected, SevSysfs.currentVmpl());
  }
}
