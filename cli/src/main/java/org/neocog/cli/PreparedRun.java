package org.neocog.cli;

import java.util.List;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.train.RunFolder;
import org.neocog.train.TrainConfig;
import org.neocog.train.TrainListener;
import org.neocog.train.Trainer;

/** All that a training takes, found and checked as far as can be without beginning. */
record PreparedRun(Device device, Model model, Splits data, TrainConfig config, RunFolder folder) {
    /** What was left out of the data, a line each. */
    List<String> skipped() {
        return DataChoice.skipped(data.train(), data.heldOut());
    }

    Trainer trainer(TrainListener listener) {
        return new Trainer(device, model, data, config, folder, listener);
    }
}
