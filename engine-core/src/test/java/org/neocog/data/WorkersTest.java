package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.data.Errors.assertTeaches;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.tensor.Shape;

/** Several threads that load. The time limit ends a test that hangs; it measures nothing. */
@Timeout(60)
class WorkersTest {
    @TempDir
    Path folder;

    private Dataset augmented(long memory) {
        PictureFiles.part(folder.resolve("train"), 13, 9, 12);
        return DataFolder.openTraining(folder, DataOptions.defaults()
                        .withAugmentation(Augmentation.parse("scale=6:9,crop=6,shift=2,flip,jitter=0.3,cutout=2"))
                        .withMemory(memory))
                .normalized(new Normalization(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.4)));
    }

    private static List<String> batches(BatchLoader loader, int epoch, int first) {
        List<String> batches = new ArrayList<>();
        try (Prefetcher prefetcher = new Prefetcher(loader, epoch, first)) {
            while (prefetcher.hasNext()) {
                Batch batch = prefetcher.next();
                batches.add(Arrays.toString(batch.images().floats()) + Arrays.toString(batch.labels().ints()));
            }
        }
        return batches;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DataOptions.MEMORY})
    void thePicturesAreTheSameWhateverTheNumberOfWorkersAndWhereverOneBegins(long memory) {
        BatchLoader loader = new BatchLoader(augmented(memory), 4, 3, true);
        List<String> one = batches(loader, 2, 0);
        assertEquals(7, one.size());
        for (int workers : new int[] {2, 3, 8}) {
            assertEquals(one, batches(loader.withWorkers(workers), 2, 0));
        }
        assertEquals(one.subList(5, 7), batches(loader.withWorkers(2), 2, 5));
        assertNotEquals(one, batches(loader, 3, 0));
        assertNotEquals(one, batches(new BatchLoader(loader.dataset(), 4, 4, true), 2, 0));
    }

    @Test
    void whetherPicturesAreKeptInMemoryMakesNoDifference() {
        Dataset files = augmented(0);
        Dataset memory = augmented(DataOptions.MEMORY);
        assertFalse(files.inMemory());
        assertTrue(memory.inMemory());
        assertEquals(batches(new BatchLoader(files, 4, 3, true), 0, 0), batches(new BatchLoader(memory, 4, 3, true), 0, 0));
    }

    @Test
    void anExampleIsAugmentedAlikeInAnyOrderOfTheBatches() {
        Dataset data = augmented(DataOptions.MEMORY);
        float[] large = new BatchLoader(data, 26, 3, true).load(1, 0).images().floats();
        float[] second = new BatchLoader(data, 13, 3, true).load(1, 1).images().floats();
        assertArrayEquals(Arrays.copyOfRange(large, large.length / 2, large.length), second);
    }

    @Test
    void testsSeeThePicturesWithoutRandomChanges() {
        Dataset data = augmented(DataOptions.MEMORY);
        BatchLoader loader = BatchLoader.inOrder(data, 5).withWorkers(2);
        assertEquals(batches(loader, 0, 0), batches(loader, 1, 0));
        float[] image = new float[data.imageShape().elements()];
        data.read(7, image, 0);
        float[] batch = loader.load(0, 1).images().floats();
        assertArrayEquals(image, Arrays.copyOfRange(batch, 2 * image.length, 3 * image.length));
    }

    @Test
    void aSubsetHasTheSamePictures() {
        Dataset data = augmented(DataOptions.MEMORY);
        Dataset subset = data.subset(7, 3);
        float[] whole = new float[data.imageShape().elements()];
        float[] part = whole.clone();
        data.read(3, whole, 0);
        subset.read(1, part, 0);
        assertArrayEquals(whole, part);
    }

    @Test
    void workersLoadSideBySide() {
        // Nobody gets on before three are reading.
        CyclicBarrier three = new CyclicBarrier(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountingDataset data = new CountingDataset(3, i -> {
            threads.add(Thread.currentThread());
            try {
                three.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(3, batches(new BatchLoader(data, 1, 0, false).withWorkers(3), 0, 0).size());
        assertEquals(3, threads.size());
        threads.forEach(thread -> assertFalse(thread.isAlive()));
    }

    @Test
    void areNeverMoreBatchesAheadThanThereAreWorkersAndOne() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger tooEarly = new AtomicInteger();
        CountingDataset data = new CountingDataset(60, batch -> {
            if (batch >= 4 && asked.get() < batch - 2) {
                tooEarly.incrementAndGet();
            }
        });
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 1, 0, false).withWorkers(3), 0, 0)) {
            while (batches.hasNext()) {
                asked.incrementAndGet();
                assertEquals(asked.get() - 1, batches.next().images().floats()[0]);
            }
        }
        assertEquals(0, tooEarly.get());
    }

    @Test
    void aFailureComesAfterTheGoodBatchesAndEndsTheWorkers() {
        NeocogException failure = new NeocogException("example 13 is damaged");
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountingDataset data = new CountingDataset(1000, i -> {
            threads.add(Thread.currentThread());
            if (i == 13) {
                throw failure;
            }
        });
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 4, 0, false).withWorkers(4), 0, 0)) {
            for (int b = 0; b < 3; b++) {
                assertEquals(4f * b, batches.next().images().floats()[0]);
            }
            assertEquals(failure, assertThrows(NeocogException.class, batches::next));
            assertEquals(failure, assertThrows(NeocogException.class, batches::next));
        }
        threads.forEach(thread -> assertFalse(thread.isAlive()));
    }

    @Test
    void aPictureDamagedSinceItWasOpenedIsNamed() throws IOException {
        Dataset data = augmented(0);
        Path file = folder.resolve("train/dog/5.png");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
        assertTeaches(() -> batches(new BatchLoader(data, 4, 3, true).withWorkers(2), 0, 0), file.toString(), "cut short");
    }

    @Test
    void closingDoesNotWaitForTheBatchesButForAnExample() {
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        CountingDataset data = new CountingDataset(1000, i -> {
            reads.incrementAndGet();
            reading.countDown();
            await(goOn);
        });
        Prefetcher batches = new Prefetcher(new BatchLoader(data, 500, 0, false).withWorkers(2), 0, 0);
        await(reading);
        Thread closing = Thread.ofPlatform().start(batches::close);
        while (!batches.isClosed()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        try {
            closing.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertEquals(2, reads.get());
    }

    @Test
    void theTimeSpentWaitingIsCounted() {
        CountDownLatch asked = new CountDownLatch(1);
        CountingDataset data = new CountingDataset(2, i -> await(asked));
        try (Prefetcher batches = new Prefetcher(new BatchLoader(data, 1, 0, false), 0, 0)) {
            assertEquals(0, batches.waitedNanos());
            Thread.ofPlatform().start(asked::countDown);
            batches.next();
            assertTrue(batches.waitedNanos() > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DataOptions.MEMORY})
    void meanAndDeviationAreThoseOfWhatATestSees(long memory) {
        PictureFiles.part(folder.resolve("train"), 5, 9, 12);
        Dataset data = DataFolder.openTraining(folder, DataOptions.defaults()
                .withAugmentation(Augmentation.parse("crop=4,shift=1,flip"))
                .withMemory(memory));
        Normalization found = Normalization.of(data, 3);
        // Red: 0..4 and 100..104; green: rows 2 (9-4 halves to 2.5, and that to the even 2) to 5; blue: columns 4 to 7.
        assertEquals(52 / 255.0, found.mean().get(0), 1e-7);
        assertEquals(3.5 / 255, found.mean().get(1), 1e-7);
        assertEquals(5.5 / 255, found.mean().get(2), 1e-7);
        assertEquals(Math.sqrt(2500 + 2) / 255, found.std().get(0), 1e-6);
        assertEquals(Math.sqrt(1.25) / 255, found.std().get(2), 1e-6);
        assertEquals(found, Normalization.of(data));
    }

    @Test
    void ofManyFilesASampleStandsForAll() {
        AtomicInteger reads = new AtomicInteger();
        Dataset data = new Files5000(reads);
        Normalization found = Normalization.of(data, 2);
        assertEquals(4096, reads.get());
        assertEquals(0.5, found.mean().getFirst(), 0.001);
    }

    /** 5,000 pictures of one pixel, of rising brightness, that claim to lie in files. */
    private record Files5000(AtomicInteger reads) implements Dataset {
        @Override
        public int size() {
            return 5000;
        }

        @Override
        public Shape imageShape() {
            return Shape.of(1, 1, 1);
        }

        @Override
        public List<String> labels() {
            return List.of("a", "b");
        }

        @Override
        public int label(int index) {
            return index % 2;
        }

        @Override
        public void read(int index, float[] target, int offset) {
            reads.incrementAndGet();
            target[offset] = index / 4999f;
        }

        @Override
        public boolean inMemory() {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
