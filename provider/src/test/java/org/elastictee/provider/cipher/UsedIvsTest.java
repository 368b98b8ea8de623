package org.elastictee.provider.cipher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.elastictee.provider.cipher.IvDigest.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsedIvsTest {
  private static Pair[] pairs(int count) {
    Random random = new Random(1);
    Pair[] pairs = new Pair[count];
    for (int i = 0; i < count; i++) {
      pairs[i] = new Pair(random.nextLong(), random.nextLong());
    }
    return pairs;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 1023, 1024, 1025, 5000})
  void remembersTheLastOnesAndNoOther(int count) {
    Pair[] pairs = pairs(count + 1);
    UsedIvs used = new UsedIvs();
    for (int i = 0; i < count; i++) {
      used.add(pairs[i]);
    }
    for (int i = 0; i <= count; i++) {
      boolean isAmongTheLast = i < count && i >= count - UsedIvs.REMEMBERED;
      if (isAmongTheLast) {
        assertTrue(used.contains(pairs[i]));
      } else {
        assertFalse(used.contains(pairs[i]));
      }
    }
  }

  @Test
  void comparesBothHalves() {
    UsedIvs used = new UsedIvs();
    used.add(new Pair(1, 2));
    assertFalse(used.contains(new Pair(1, 3)));
    assertFalse(used.contains(new Pair(1 << 10, 2)));
    assertTrue(used.contains(new Pair(1, 2)));
  }

  @Test
  void findsThoseOfOneBucket() {
    UsedIvs used = new UsedIvs();
    for (int i = 0; i < UsedIvs.REMEMBERED; i++) {
      used.add(new Pair((long) i << 32, i));
    }
    for (int i = 0; i < UsedIvs.REMEMBERED; i++) {
      assertTrue(used.contains(new Pair((long) i << 32, i)));
    }
  }
}
