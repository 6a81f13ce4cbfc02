package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Every change that this package makes to the disk goes through here, so that a test can cut it off at each one. */
interface Disk {
    /** Creates a file that is not there yet. */
    DiskFile create(Path file) throws IOException;

    /** Renames, replacing what is there, in one step that a reader never sees half done. */
    void move(Path from, Path to) throws IOException;

    /** Makes renames and deletions in the folder survive a power cut. */
    void syncFolder(Path folder) throws IOException;

    void delete(Path file) throws IOException;

    /** A file being written. */
    interface DiskFile extends WritableByteChannel {
        /** Makes what was written survive a power cut. */
        void force() throws IOException;
    }
}
