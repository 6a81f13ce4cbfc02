package org.neocog.train;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.checkpoint.CheckpointStore;
import org.neocog.tensor.HostTensor;

/**
 * The weights that a run kept while it went on, {@code snapshots/epoch-00010} and so on, each with the checks of a checkpoint
 * but without what an optimizer needs: members of an ensemble (Huang et al., "Snapshot ensembles", 2017).
 */
final class Snapshots {
    private final Path folder;

    Snapshots(Path folder) {
        this.folder = folder;
    }

    /** Keeps the weights after an epoch; done again, for a resumed run, it leaves the same. */
    void save(EpochMetrics epoch, long step, TrainConfig config, Map<String, HostTensor> variables) {
        JsonObject state = new JsonObject();
        state.addProperty("step", step);
        state.add("epoch", epoch.toJson());
        state.add("config", ConfigJson.write(config));
        String name = String.format(Locale.ROOT, "epoch-%05d", epoch.epoch());
        new CheckpointStore(folder.resolve(name)).save(new Checkpoint(Weights.toUse(variables), state), false);
    }

    /**
     * The folders of the snapshots, the earliest first.
     *
     * @throws NeocogException if they cannot be listed
     */
    List<Path> list() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> epochs = Files.newDirectoryStream(folder, "epoch-*")) {
                epochs.forEach(found::add);
            } catch (IOException e) {
                throw new NeocogException(folder + ": cannot be read: " + e.getMessage(), e);
            }
        }
        found.sort(null);
        return found;
    }
}
