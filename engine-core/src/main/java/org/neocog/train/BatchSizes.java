package org.neocog.train;

import java.util.stream.IntStream;
import org.neocog.data.BatchLoader;

/** The sizes that a loader's batches have: the whole ones', and the short last one's if there is one. */
final class BatchSizes {
    private BatchSizes() {}

    static IntStream of(BatchLoader loader) {
        int last = loader.dataset().size() % loader.batchSize();
        return last == 0 ? IntStream.of(loader.batchSize()) : IntStream.of(loader.batchSize(), last);
    }
}
