package org.neocog.train;

import java.util.Arrays;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.Prefetcher;
import org.neocog.exec.Executor;
import org.neocog.exec.Session;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Model;

/**
 * Passes several views of each picture through a network and averages their probabilities, in the order of the views. The
 * loss is the mean of -ln of the averaged probability of the true class, whatever loss the network was trained with.
 */
final class ViewLoop {
    private final BatchLoader loader;
    private final PlanCache plans;
    private final int views;

    /**
     * @param loader in the order of the data, which hold the views of each picture side by side
     * @param views of each picture
     */
    ViewLoop(Session session, Model model, BatchLoader loader, int views) {
        this.loader = loader;
        this.views = views;
        this.plans = new PlanCache(session, batch -> InferenceGraph.of(model, batch));
        BatchSizes.of(loader).forEach(plans::at);
    }

    /** Is given the pictures one after the other. */
    @FunctionalInterface
    interface Pictures {
        /**
         * @param probabilities by class, the mean over the views; filled again for the next picture
         */
        void picture(int index, int label, double[] probabilities);
    }

    Evaluation run() {
        Tally tally = new Tally(loader.dataset().classes());
        run((_, label, probabilities) -> tally.add(label, probabilities));
        return tally.result();
    }

    void run(Pictures pictures) {
        int classes = loader.dataset().classes();
        double[] sums = new double[classes];
        int example = 0;
        try (Prefetcher batches = new Prefetcher(loader, 0, 0)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                float[] probabilities = probabilities(batch);
                for (int row = 0; row < batch.size(); row++) {
                    if (example % views == 0) {
                        Arrays.fill(sums, 0);
                    }
                    for (int c = 0; c < classes; c++) {
                        sums[c] += probabilities[row * classes + c];
                    }
                    example++;
                    if (example % views == 0) {
                        Arrays.setAll(sums, c -> sums[c] / views);
                        pictures.picture(example / views - 1, batch.labels().ints()[row], sums);
                    }
                }
            }
        }
    }

    private float[] probabilities(Batch batch) {
        Executor executor = plans.at(batch.size());
        executor.feed(InferenceGraph.IMAGES, batch.images());
        executor.run();
        return executor.fetch("probabilities").floats();
    }
}
