package org.elastictee.sev.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretMemoryTest {
  private static byte[] secret() {
    return new byte[] {1, 2, 3};
  }

  @Test
  void holdsWhatItWasGiven() {
    try (SecretMemory memory = SecretMemory.copyOf(secret())) {
      assertArrayEquals(secret(), memory.copy());
      assertEquals(3, memory.length());
    }
  }

  @Test
  void takingOverOverwritesTheSource() {
    byte[] source = secret();
    SecretMemory.takeFrom(source).close();
    assertArrayEquals(new byte[3], source);
  }

  @Test
  void copyingLeavesTheSource() {
    byte[] source = secret();
    SecretMemory.copyOf(source).close();
    assertArrayEquals(secret(), source);
  }

  @Test
  void refusesToBeReadAfterClose() {
    SecretMemory memory = SecretMemory.copyOf(secret());
    assertFalse(memory.isClosed());
    memory.close();
    assertTrue(memory.isClosed());
    assertThrows(IllegalStateException.class, memory::copy);
  }

  @Test
  void closesTwiceWithoutHarm() {
    SecretMemory memory = SecretMemory.copyOf(secret());
    memory.close();
    memory.close();
    assertTrue(memory.isClosed());
  }

  @Test
  void printsItsLengthOnly() {
    try (SecretMemory memory = SecretMemory.copyOf(secret())) {
      assertEquals("SecretMemory[3 bytes]", memory.toString());
    }
  }
}
