package org.neocog.train;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.Prefetcher;
import org.neocog.exec.Executor;
import org.neocog.exec.Session;
import org.neocog.nn.Model;
import org.neocog.nn.ParameterUse;

/** Passes a data set through a network, in the order of the data; the last batch may be short. */
final class EvaluationLoop {
    private final BatchLoader loader;
    private final PlanCache plans;

    /** Plans for every batch size that there will be; the session must hold the model's parameters. */
    EvaluationLoop(Session session, Model model, BatchLoader loader) {
        this(session, model, loader, ParameterUse.plain());
    }

    /** As above, with the parameters' numbers wherever {@code use} says. */
    EvaluationLoop(Session session, Model model, BatchLoader loader, ParameterUse use) {
        this.loader = loader;
        this.plans = new PlanCache(session, batch -> EvaluationGraph.of(model, batch, use));
        BatchSizes.of(loader).forEach(plans::at);
    }

    PlanCache plans() {
        return plans;
    }

    /** Empty if {@code stop} becomes true before the end. The loss may be NaN. */
    Optional<Evaluation> run(BooleanSupplier stop) {
        int classes = loader.dataset().classes();
        int[][] confusion = new int[classes][classes];
        EpochSums sums = new EpochSums();
        try (Prefetcher batches = new Prefetcher(loader, 0, 0)) {
            while (batches.hasNext()) {
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                Batch batch = batches.next();
                Executor executor = plans.at(batch.size());
                executor.feed("images", batch.images());
                executor.feed("labels", batch.labels());
                executor.run();
                float loss = executor.fetch("loss").floats()[0];
                sums.add(loss, executor.fetch("correct").floats()[0], batch.size());
                count(batch.labels().ints(), executor.fetch("scores").floats(), confusion);
            }
        }
        return Optional.of(new Evaluation(sums.meanLoss(), sums.accuracy(), sums.examples(), confusion));
    }

    private static void count(int[] labels, float[] scores, int[][] confusion) {
        int classes = confusion.length;
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            for (int column = 1; column < classes; column++) {
                if (scores[row * classes + column] > scores[row * classes + best]) {
                    best = column;
                }
            }
            confusion[labels[row]][best]++;
        }
    }
}
