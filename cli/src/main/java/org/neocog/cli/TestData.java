package org.neocog.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.data.DataFolder;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.augment.PictureSize;
import org.neocog.data.augment.TestViews;
import org.neocog.tensor.Shape;
import org.neocog.train.TrainedModel;

/** A folder's test data, made ready for a run's network. */
final class TestData {
    private TestData() {}

    /** As the run reads its images, each once. */
    static Dataset open(Path folder, TrainedModel trained) {
        DataOptions options = trained.config().data().options().withWorkers(0);
        return open(folder, trained, options.withChannels(trained.imageShape().dim(0)), Optional.empty());
    }

    /**
     * @throws NeocogException if the folder cannot be read, or its images or classes are not those that the run learnt
     */
    static Dataset open(Path folder, TrainedModel trained, DataOptions options, Optional<TestViews> views) {
        Shape input = trained.imageShape();
        Dataset test = views.isPresent()
                ? DataFolder.openTest(folder, options, views.get(), new PictureSize(input.dim(1), input.dim(2)))
                : DataFolder.openTest(folder, options);
        if (!test.imageShape().equals(input)) {
            throw new NeocogException(folder + ": has images of " + test.imageShape()
                    + " (channels x height x width), but the run's model takes " + input
                    + (test.imageShape().dim(0) == input.dim(0) ? "; --crops and --scales can make them so" : ""));
        }
        if (!test.labels().equals(trained.config().data().labels())) {
            throw new NeocogException(folder + ": has the classes " + String.join(", ", test.labels())
                    + ", but the run learnt "
                    + String.join(", ", trained.config().data().labels()));
        }
        return trained.config().data().prepared(test);
    }
}
