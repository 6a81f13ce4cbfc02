package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.tensor.HostTensor;

/** The reading half of a {@link CheckpointStore}: checks every byte before it believes one. */
record CheckpointReader(Path folder) {
    /** As {@link CheckpointStore#loadLast} says; {@code other} is what the message offers instead. */
    Checkpoint load(String name, String other) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                throw new NeocogException(folder + ": holds no " + name + ": no checkpoint was saved there");
            }
            Manifest manifest = manifest(name).orElseThrow(() -> new NeocogException(
                    file + ": damaged: its content does not match the checksum at its end; " + advice(name, other)));
            while (true) {
                Path weights = folder.resolve(manifest.weights());
                try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.READ)) {
                    return new Checkpoint(readWeights(channel, weights, manifest, advice(name, other)), manifest.state());
                } catch (NoSuchFileException e) {
                    // A training that goes on meanwhile may just have put a newer checkpoint in the place of this one.
                    Optional<Manifest> newer = manifest(name);
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
                ? other + " has a checksum of its own and may still be whole: copy it over " + damaged
                        + " to go on from there"
                : "there is no " + other + " to fall back on";
    }

    /** Empty if the file is not there or damaged. */
    Optional<Manifest> manifest(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            return Manifest.parse(file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
