package org.neocog.train;

import java.util.Arrays;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.Dataset;
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

    Evaluation run() {
        Dataset data = loader.dataset();
        int classes = data.classes();
        int pictures = data.size() / views;
        int[][] confusion = new int[classes][classes];
        double[] sums = new double[classes];
        double loss = 0;
        int example = 0;
        int correct = 0;
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
                        int label = batch.labels().ints()[row];
                        int best = largest(sums);
                        confusion[label][best]++;
                        correct += best == label ? 1 : 0;
                        // A probability that float arithmetic made 0 counts as the smallest that it can tell from 0.
                        loss -= Math.log(max(sums[label] / views, Float.MIN_NORMAL));
                    }
                }
            }
        }
        return new Evaluation(loss / pictures, (double) correct / pictures, pictures, confusion);
    }

    private float[] probabilities(Batch batch) {
        Executor executor = plans.at(batch.size());
        executor.feed(InferenceGraph.IMAGES, batch.images());
        executor.run();
        return executor.fetch("probabilities").floats();
    }

    /** The larger one, or NaN if the first is. */
    private static double max(double value, double least) {
        return value < least ? least : value;
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
