package org.neocog.cli;

import java.nio.file.Path;
import org.neocog.NeocogException;
import org.neocog.data.DataFolder;
import org.neocog.data.Dataset;
import org.neocog.train.TrainedModel;

/** A folder's test data, made ready for a run's network. */
final class TestData {
    private TestData() {}

    /**
     * @throws NeocogException if the folder cannot be read, or its images or classes are not those that the run learnt
     */
    static Dataset open(Path folder, TrainedModel trained) {
        Dataset test = DataFolder.open(folder).heldOut();
        if (!test.imageShape().equals(trained.imageShape())) {
            throw new NeocogException(folder + ": has images of " + test.imageShape()
                    + " (channels x height x width), but the run's model takes " + trained.imageShape());
        }
        if (!test.labels().equals(trained.config().data().labels())) {
            throw new NeocogException(folder + ": has the classes " + String.join(", ", test.labels())
                    + ", but the run learnt "
                    + String.join(", ", trained.config().data().labels()));
        }
        return trained.config().data().prepared(test);
    }
}
