package org.neocog.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.neocog.NeocogException;
import org.neocog.checkpoint.IoReason;

/** Keeps other processes from training in a folder until it is closed, or this process ends, however it ends. */
final class RunLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes the folder, if need be, and locks it.
     *
     * @throws NeocogException if someone is training there, or the folder cannot be made or written
     */
    static RunLock take(Path folder) {
        Path file = folder.resolve("lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return new RunLock(file, channel);
                }
            } catch (OverlappingFileLockException e) {
                // Held by this process: no different for the one who asks.
            }
            channel.close();
        } catch (FileAlreadyExistsException e) {
            throw new NeocogException(folder + ": cannot be made: a file is in the way", e);
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be written: " + IoReason.of(e), e);
        }
        throw new NeocogException(folder + ": a training is running here; wait for its end, or choose another folder");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be unlocked: " + IoReason.of(e), e);
        }
    }
}
