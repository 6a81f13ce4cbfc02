package org.neocog.tensorboard;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.neocog.train.EpochMetrics;
import org.neocog.train.TrainListener;

/**
 * A training's epochs as TensorBoard shows them best: {@code epoch_loss} and {@code epoch_accuracy} in the folders
 * {@code train} and {@code validation}, which it draws as two lines of one chart, and {@code epoch_learning_rate} in the
 * former. The names are Keras's.
 */
public final class EpochEvents implements TrainListener, Closeable {
    private final EventFile train;
    private final EventFile validation;
    private final DoubleSupplier clock;

    /**
     * @throws org.neocog.NeocogException if the folder cannot be written
     */
    public EpochEvents(Path folder) {
        this(folder, () -> System.currentTimeMillis() / 1000.0);
    }

    EpochEvents(Path folder, DoubleSupplier clock) {
        this.clock = clock;
        this.train = EventFile.create(folder.resolve("train"), clock.getAsDouble());
        try {
            this.validation = EventFile.create(folder.resolve("validation"), clock.getAsDouble());
        } catch (RuntimeException e) {
            train.close();
            throw e;
        }
    }

    @Override
    public void epochEnd(EpochMetrics metrics) {
        double now = clock.getAsDouble();
        Map<String, Float> ofTraining = values(metrics.trainLoss(), metrics.trainAccuracy());
        ofTraining.put("epoch_learning_rate", metrics.learningRate());
        train.scalars(now, metrics.epoch(), ofTraining);
        validation.scalars(now, metrics.epoch(), values(metrics.valLoss(), metrics.valAccuracy()));
    }

    private static Map<String, Float> values(double loss, double accuracy) {
        Map<String, Float> values = new LinkedHashMap<>();
        values.put("epoch_loss", (float) loss);
        values.put("epoch_accuracy", (float) accuracy);
        return values;
    }

    @Override
    public void close() {
        train.close();
        validation.close();
    }
}
