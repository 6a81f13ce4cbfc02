package org.neocog.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A temporary file that becomes visible under its name only when it is whole. Closing it without
 * {@link #commit} deletes it.
 */
final class PendingFile implements Closeable {
    static final String SUFFIX = ".tmp";

    private final Disk disk;
    private final Path folder;
    private final Path temporary;
    private final Disk.DiskFile file;
    private boolean committed;

    /** Opens a temporary file in the folder; a name of its own, so that two writers never share one. */
    PendingFile(Disk disk, Path folder, String name) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.temporary = folder.resolve(name + "." + UUID.randomUUID() + SUFFIX);
        this.file = disk.create(temporary);
    }

    WritableByteChannel channel() {
        return file;
    }

    /** Syncs the file, gives it its name in the same folder and syncs the folder. */
    void commit(String name) throws IOException {
        file.force();
        file.close();
        disk.move(temporary, folder.resolve(name));
        committed = true;
        disk.syncFolder(folder);
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            if (!committed) {
                disk.delete(temporary);
            }
        }
    }
}
