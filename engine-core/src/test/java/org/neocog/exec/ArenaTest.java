package org.neocog.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neocog.random.RandomStream;

final class ArenaTest {
    /** A block and the steps from which and to which it lives. */
    private record Life(Arena.Block block, int first, int last) {
        static Life of(long bytes, int first, int last) {
            Arena.Block block = new Arena.Block(bytes, first);
            block.usedBy(last);
            return new Life(block, first, last);
        }

        boolean overlaps(Life other) {
            return first <= other.last && other.first <= last
                    && block.offset() < other.block.offset() + other.block.bytes()
                    && other.block.offset() < block.offset() + block.bytes();
        }
    }

    @Test
    void nothingTakesNoRoom() {
        assertEquals(0, Arena.place(List.of()));
    }

    @Test
    void blocksThatNeverMeetShareBytes() {
        List<Life> lives = List.of(Life.of(640, 0, 1), Life.of(640, 2, 3), Life.of(64, 4, 4));
        assertEquals(640, place(lives));
    }

    @Test
    void blocksThatMeetInOneStepDoNotShareBytes() {
        List<Life> lives = List.of(Life.of(64, 0, 1), Life.of(64, 1, 2));
        assertEquals(128, place(lives));
    }

    @Test
    void aBlockStartsAndEndsAtWholeCacheLines() {
        List<Life> lives = List.of(Life.of(1, 0, 1), Life.of(65, 0, 1), Life.of(64, 0, 1));
        assertEquals(64 + 128 + 64, place(lives));
        lives.forEach(life -> assertEquals(0, life.block().offset() % 64));
    }

    @Test
    void aBlockGoesIntoTheSmallestGapThatHoldsIt() {
        Life left = Life.of(1024, 0, 9);
        Life hole = Life.of(512, 0, 3);
        Life middle = Life.of(256, 0, 9);
        Life fits = Life.of(448, 5, 9);
        assertEquals(1024 + 512 + 256, place(List.of(left, hole, middle, fits)));
        assertEquals(hole.block().offset(), fits.block().offset());
    }

    @Test
    void randomLivesNeverShareBytesAndNeverTakeMoreThanApart() {
        for (int seed = 0; seed < 500; seed++) {
            List<Life> lives = random(seed);
            long total = place(lives);
            for (int i = 0; i < lives.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertTrue(!lives.get(i).overlaps(lives.get(j)), "seed " + seed + ": blocks " + j + " and " + i);
                }
            }
            long apart = lives.stream().mapToLong(life -> life.block().bytes()).sum();
            assertTrue(total <= apart, "seed " + seed + ": " + total + " of " + apart);
            assertTrue(total >= busiest(lives), "seed " + seed + ": " + total + " for " + busiest(lives));
        }
    }

    @Test
    void noBlockLiesInTwoSegments() {
        List<Life> lives = List.of(Life.of(640, 0, 1), Life.of(512, 0, 1), Life.of(384, 0, 1), Life.of(64, 0, 1));
        // 640 and 384 fill the first segment, 512 begins the second.
        assertEquals(1024 + 512 + 64, Arena.place(lives.stream().map(Life::block).toList(), 1024));
        assertEquals(List.of(0L, 1024L, 640L, 1536L), offsets(lives));
    }

    @Test
    void randomLivesNeverShareBytesNorLieInTwoSegments() {
        for (int seed = 0; seed < 500; seed++) {
            List<Life> lives = random(seed);
            long total = Arena.place(lives.stream().map(Life::block).toList(), 5056);
            for (int i = 0; i < lives.size(); i++) {
                Arena.Block block = lives.get(i).block();
                assertTrue(block.offset() + block.bytes() <= total, "seed " + seed + ": block " + i);
                assertEquals(
                        block.offset() / 5056, (block.offset() + block.bytes() - 1) / 5056, "seed " + seed + ": block " + i);
                for (int j = 0; j < i; j++) {
                    assertTrue(!lives.get(i).overlaps(lives.get(j)), "seed " + seed + ": blocks " + j + " and " + i);
                }
            }
        }
    }

    @Test
    void theSameLivesArePlacedTheSameWay() {
        List<Life> once = random(7);
        List<Life> again = random(7);
        place(once);
        place(again);
        assertEquals(offsets(once), offsets(again));
    }

    private static List<Long> offsets(List<Life> lives) {
        return lives.stream().map(life -> life.block().offset()).toList();
    }

    /** The bytes alive at the worst step: no placement can do with less. */
    private static long busiest(List<Life> lives) {
        return IntStream.range(0, 40)
                .mapToLong(step -> lives.stream()
                        .filter(life -> life.first() <= step && step <= life.last())
                        .mapToLong(life -> life.block().bytes())
                        .sum())
                .max()
                .orElse(0);
    }

    private static List<Life> random(int seed) {
        float[] numbers = new float[3 * (1 + seed % 60)];
        new RandomStream(seed, 0).uniform(numbers, 0, 1);
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 3) {
            int first = (int) (numbers[i] * 30);
            lives.add(Life.of(1 + (long) (numbers[i + 1] * 5000), first, first + (int) (numbers[i + 2] * 10)));
        }
        return lives;
    }

    private static long place(List<Life> lives) {
        return Arena.place(lives.stream().map(Life::block).toList());
    }
}
