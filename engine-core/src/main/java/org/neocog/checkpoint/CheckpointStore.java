package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.neocog.NeocogException;

/**
 * A folder with the last checkpoint of a run and its best one.
 *
 * <p>{@code last.json} and {@code best.json} hold the state and name the file with the tensors,
 * {@code step-00000450.safetensors}; they may share one. The JSON carries the SHA-256 of that file ({@code weightsSha256})
 * and, in its last line, of its own bytes before the comma that leads to that line ({@code sha256}). Files are only ever
 * added, then named by the JSON, then, when nothing names them, deleted: whenever the process dies, {@code last.json}
 * refers to a whole file, of this checkpoint or the one before. There must be room for one checkpoint more than are kept.
 *
 * <p>One process at a time may write; any number may read meanwhile. A store is not safe for several threads.
 */
public final class CheckpointStore {
    private static final String LAST = "last.json";
    private static final String BEST = "best.json";
    private static final Pattern TEMPORARY =
            Pattern.compile("(step-\\d{8,}|last|best)\\.(safetensors|json)\\.[0-9a-f-]{36}\\" + PendingFile.SUFFIX);

    private final Path folder;
    private final Disk disk;
    private final CheckpointReader reader;

    /** The folder need not be there before the first {@link #save}. */
    public CheckpointStore(Path folder) {
        this(folder, new RealDisk());
    }

    CheckpointStore(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.reader = new CheckpointReader(folder);
    }

    /** Whether there is a last checkpoint, whole or not. */
    public boolean exists() {
        return Files.exists(folder.resolve(LAST));
    }

    /** Whether there is a best checkpoint, whole or not. */
    public boolean hasBest() {
        return Files.exists(folder.resolve(BEST));
    }

    /**
     * Makes the checkpoint the last one, and the best one too if so told.
     *
     * <p>{@code best.json} changes before {@code last.json}: a run that dies in between goes on from the checkpoint before
     * and finds the same best again. The other way round, it would never get its best checkpoint.
     *
     * @throws NeocogException if it cannot be written; the checkpoints from before are then still whole
     */
    public void save(Checkpoint checkpoint, boolean best) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder);
                disk.syncFolder(folder.toAbsolutePath().getParent());
            }
            disk.syncFolder(folder);
            deleteUnused();
            byte[] manifest = writeWeights(checkpoint).toBytes();
            if (best) {
                writeManifest(BEST, manifest);
            }
            writeManifest(LAST, manifest);
            deleteUnused();
        } catch (IOException e) {
            throw new NeocogException(
                    folder + ": cannot be written: " + IoReason.of(e) + "; checkpoints from before are still whole", e);
        }
    }

    /**
     * The checkpoint of the last {@link #save}.
     *
     * @throws NeocogException if there is none, or if a byte of it is not as it was written
     */
    public Checkpoint loadLast() {
        return reader.load(LAST, BEST);
    }

    /**
     * The checkpoint of the last {@link #save} that was the best.
     *
     * @throws NeocogException if there is none, or if a byte of it is not as it was written
     */
    public Checkpoint loadBest() {
        return reader.load(BEST, LAST);
    }

    private Manifest writeWeights(Checkpoint checkpoint) throws IOException {
        String name = String.format(Locale.ROOT, "step-%08d", checkpoint.step());
        try (PendingFile pending = new PendingFile(disk, folder, name + ".safetensors")) {
            Sha256.Channel channel = new Sha256.Channel(pending.channel());
            Safetensors.write(channel, checkpoint.tensors());
            String sha256 = channel.hex();
            String free = unusedName(name, sha256);
            pending.commit(free);
            return new Manifest(free, channel.bytes(), sha256, checkpoint.state());
        }
    }

    /** A name whose file, if there is one, has the same content: what a manifest refers to must never change under it. */
    private String unusedName(String name, String sha256) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        reader.manifest(LAST).ifPresent(manifests::add);
        reader.manifest(BEST).ifPresent(manifests::add);
        for (int attempt = 1; ; attempt++) {
            String candidate = name + (attempt == 1 ? "" : "-" + attempt) + ".safetensors";
            boolean same = manifests.stream()
                    .anyMatch(m -> m.weights().equals(candidate) && m.weightsSha256().equals(sha256));
            if (same || !Files.exists(folder.resolve(candidate))) {
                return candidate;
            }
        }
    }

    private void writeManifest(String name, byte[] bytes) throws IOException {
        try (PendingFile pending = new PendingFile(disk, folder, name)) {
            AtomicFile.writeFully(pending.channel(), ByteBuffer.wrap(bytes));
            pending.commit(name);
        }
    }

    /**
     * Deletes left-over temporary files, and weights that neither manifest refers to. While a manifest is damaged all
     * weights stay: nobody knows what it referred to.
     */
    private void deleteUnused() throws IOException {
        Optional<Manifest> last = reader.manifest(LAST);
        Optional<Manifest> best = reader.manifest(BEST);
        boolean certain = last.isPresent() == exists() && best.isPresent() == hasBest();
        List<Path> unused = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean referred = Stream.concat(last.stream(), best.stream()).anyMatch(m -> m.weights().equals(name));
                boolean unusedWeights = certain && !referred && Manifest.isWeights(name);
                if (unusedWeights || TEMPORARY.matcher(name).matches()) {
                    unused.add(file);
                }
            }
        }
        for (Path file : unused) {
            disk.delete(file);
        }
    }
}
