package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neocog.data.Errors.assertTeaches;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

class BatchLoaderTest {
    @Test
    void batchesHoldImagesAndTheirLabels() {
        Batch batch = new BatchLoader(new CountingDataset(5), 3, 0, false).load(0, 0);
        assertEquals(TensorSpec.f32(3, 1, 1, 2), batch.images().spec());
        assertEquals(TensorSpec.i32(3), batch.labels().spec());
        assertArrayEquals(new float[] {0, 0, 1, -1, 2, -2}, batch.images().floats());
        assertArrayEquals(new int[] {0, 1, 2}, batch.labels().ints());
        assertEquals(3, batch.size());
    }

    @Test
    void theLastShortBatchIsKept() {
        BatchLoader loader = new BatchLoader(new CountingDataset(5), 3, 0, false);
        assertEquals(2, loader.batches());
        Batch last = loader.load(0, 1);
        assertEquals(Shape.of(2, 1, 1, 2), last.images().shape());
        assertArrayEquals(new float[] {3, -3, 4, -4}, last.images().floats());
        assertEquals(2, new BatchLoader(new CountingDataset(6), 3, 0, false).batches());
        assertEquals(1, new BatchLoader(new CountingDataset(6), 6, 0, false).batches());
    }

    @Test
    void everyEpochCoversAllExamplesInItsOwnOrder() {
        BatchLoader loader = new BatchLoader(new CountingDataset(103), 10, 7, true);
        List<Integer> sorted = IntStream.range(0, 103).boxed().toList();
        for (int epoch = 0; epoch < 3; epoch++) {
            assertEquals(sorted, epoch(loader, epoch).stream().sorted().toList());
        }
        assertNotEquals(epoch(loader, 0), epoch(loader, 1));
        assertNotEquals(sorted, epoch(loader, 0));
        assertNotEquals(epoch(loader, 0), epoch(new BatchLoader(new CountingDataset(103), 10, 8, true), 0));
    }

    @Test
    void theOrderIsTheNamedStreamOfTheEpoch() {
        int[] order = RandomStream.named(7, "shuffle/3").permutation(103);
        assertEquals(Arrays.stream(order).boxed().toList(),
                epoch(new BatchLoader(new CountingDataset(103), 10, 7, true), 3));
    }

    @Test
    void aBatchNeedsNoneOfThoseBeforeIt() {
        BatchLoader whole = new BatchLoader(new CountingDataset(50), 8, 3, true);
        for (int batch = 0; batch < 4; batch++) {
            whole.load(2, batch);
        }
        float[] expected = whole.load(2, 4).images().floats().clone();
        BatchLoader resumed = new BatchLoader(new CountingDataset(50), 8, 3, true);
        resumed.load(1, 0);
        assertArrayEquals(expected, resumed.load(2, 4).images().floats());
    }

    @Test
    void theTensorsAreUsedAgain() {
        BatchLoader loader = new BatchLoader(new CountingDataset(5), 2, 0, true);
        Batch first = loader.load(0, 0);
        assertSame(first.images(), loader.load(0, 1).images());
        Batch last = loader.load(0, 2);
        assertSame(last.images(), loader.load(1, 2).images());
        assertSame(first.images(), loader.load(1, 0).images());
    }

    @Test
    void aBatchLargerThanTheDataIsRefusedWithTheNumbersAndTheFlag() {
        assertTeaches(() -> new BatchLoader(new CountingDataset(120), 500, 0, true),
                "--batch 500 is larger than the 120 training examples; at most 120");
        assertTeaches(() -> new BatchLoader(new CountingDataset(120), 0, 0, true), "--batch 0", "at least 1");
        assertTeaches(() -> new BatchLoader(new CountingDataset(120), -1, 0, true), "--batch -1");
        assertTeaches(() -> new BatchLoader(new CountingDataset(Integer.MAX_VALUE), 1 << 30, 0, true),
                "--batch 1073741824", "at most 1073741823");
    }

    @Test
    void evaluationTakesAllInOrderInBatchesNoLargerThanTheData() {
        BatchLoader loader = BatchLoader.inOrder(new CountingDataset(5), 100);
        assertEquals(5, loader.batchSize());
        assertEquals(List.of(0, 1, 2, 3, 4), epoch(loader, 0));
        assertEquals(List.of(0, 1, 2, 3, 4), epoch(BatchLoader.inOrder(new CountingDataset(5), 2), 9));
    }

    @Test
    void batchesOutsideTheEpochAreRefused() {
        BatchLoader loader = new BatchLoader(new CountingDataset(5), 2, 0, true);
        assertThrows(IndexOutOfBoundsException.class, () -> loader.load(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> loader.load(0, -1));
        assertThrows(IllegalArgumentException.class, () -> loader.load(-1, 0));
    }

    @Test
    void aBatchIsImagesAndAsManyLabels() {
        HostTensor images = HostTensor.zeros(TensorSpec.f32(2, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Batch(images, HostTensor.zeros(TensorSpec.i32(3))));
        assertThrows(IllegalArgumentException.class, () -> new Batch(images, HostTensor.zeros(TensorSpec.f32(2))));
        assertThrows(IllegalArgumentException.class,
                () -> new Batch(HostTensor.zeros(TensorSpec.f32(2, 1)), HostTensor.zeros(TensorSpec.i32(2))));
    }

    private static List<Integer> epoch(BatchLoader loader, int epoch) {
        List<Integer> indices = new ArrayList<>();
        for (int b = 0; b < loader.batches(); b++) {
            Batch batch = loader.load(epoch, b);
            for (int i = 0; i < batch.size(); i++) {
                int index = (int) batch.images().floats()[2 * i];
                assertEquals(index % 3, batch.labels().ints()[i]);
                indices.add(index);
            }
        }
        return indices;
    }
}
