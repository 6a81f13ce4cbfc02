package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.neocog.NeocogException;
import org.neocog.tensor.HostTensor;

/**
 * A folder with the last checkpoint of a run and its best one.
 *
 * <p>{@code last.json} and {@code best.json} hold the state and name the file with the tensors,
 * {@code step-00000450.safetensors}; they may share one. Both carry checksums (see {@link Manifest}). Files are only ever
 * added, then named by the JSON, then, when nothing names them, deleted: whenever the process dies, {@code last.json} refers
 * to a whole file, of this checkpoint or the one before. There must be room for one checkpoint more than are kept.
 *
 * <p>One process at a time may write; any number may read meanwhile. A store is not safe for several threads.
 */
public final class CheckpointStore {
    private static final String LAST = "last.json";
    private static final String BEST = "best.json";
    private static final Pattern WEIGHTS = Pattern.compile("step-\\d{8,}(-\\d+)?\\.safetensors");
    private static final Pattern TEMPORARY =
            Pattern.compile("(step-\\d{8,}|last|best)\\.(safetensors|json)\\.[0-9a-f-]{36}\\" + PendingFile.SUFFIX);

    private final Path folder;
    private final Disk disk;

    /** The folder need not be there before the first {@link #save}. */
    public CheckpointStore(Path folder) {
        this(folder, new RealDisk());
    }

    CheckpointStore(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
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
            throw AtomicFile.unwritable(folder, e);
        }
    }

    /**
     * The checkpoint of the last {@link #save}.
     *
     * @throws NeocogException if there is none, or if a byte of it is not as it was written
     */
    public Checkpoint loadLast() {
        return load(LAST, BEST);
    }

    /**
     * The checkpoint of the last {@link #save} that was the best.
     *
     * @throws NeocogException if there is none, or if a byte of it is not as it was written
     */
    public Checkpoint loadBest() {
        return load(BEST, LAST);
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
        readManifest(LAST).ifPresent(manifests::add);
        readManifest(BEST).ifPresent(manifests::add);
        for (int attempt = 1; ; attempt++) {
            String candidate = name + (attempt == 1 ? "" : "-" + attempt) + ".safetensors";
            boolean same = manifests.stream().anyMatch(m -> m.weights().equals(candidate) && m.weightsSha256().equals(sha256));
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
        Optional<Manifest> last = readManifest(LAST);
        Optional<Manifest> best = readManifest(BEST);
        boolean certain = last.isPresent() == exists() && best.isPresent() == hasBest();
        List<Path> unused = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean referred = last.filter(m -> m.weights().equals(name)).isPresent()
                        || best.filter(m -> m.weights().equals(name)).isPresent();
                if (TEMPORARY.matcher(name).matches() || certain && !referred && WEIGHTS.matcher(name).matches()) {
                    unused.add(file);
                }
            }
        }
        for (Path file : unused) {
            disk.delete(file);
        }
    }

    /** Empty if the file is not there or damaged. */
    private Optional<Manifest> readManifest(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            return Manifest.parse(file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Checkpoint load(String name, String other) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                throw new NeocogException(folder + ": holds no " + name + ": no checkpoint was saved there");
            }
            Manifest manifest = readManifest(name).orElseThrow(() -> new NeocogException(
                    file + ": damaged: its content does not match the checksum at its end; " + advice(name, other)));
            while (true) {
                Path weights = folder.resolve(manifest.weights());
                try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.READ)) {
                    return new Checkpoint(readWeights(channel, weights, manifest, advice(name, other)), manifest.state());
                } catch (NoSuchFileException e) {
                    // A training that goes on meanwhile may just have put a newer checkpoint in the place of this one.
                    Optional<Manifest> newer = readManifest(name);
                    if (newer.isEmpty() || newer.get().equals(manifest)) {
                        throw new NeocogException(weights + ": is missing, but " + name + " refers to it; "
                                + advice(name, other), e);
                    }
                    manifest = newer.get();
                }
            }
        } catch (IOException e) {
            throw new NeocogException(file + ": the checkpoint cannot be read: " + IoReason.of(e), e);
        }
    }

    private static Map<String, HostTensor> readWeights(FileChannel channel, Path file, Manifest manifest, String advice)
            throws IOException {
        if (channel.size() != manifest.weightsBytes()) {
            throw new NeocogException(file + ": damaged: has " + channel.size() + " bytes, but " + manifest.weightsBytes()
                    + " were written; " + advice);
        }
        if (!Sha256.of(channel).equals(manifest.weightsSha256())) {
            throw new NeocogException(file + ": damaged: its content does not match the checksum that was taken when it was"
                    + " written; " + advice);
        }
        return Safetensors.read(channel, file);
    }

    private String advice(String damaged, String other) {
        return Files.exists(folder.resolve(other))
                ? other + " has a checksum of its own and may still be whole: copy it over " + damaged + " to go on from there"
                : "there is no " + other + " to fall back on";
    }
}
