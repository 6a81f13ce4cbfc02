package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that fails or dies at one of its operations, and notes what was asked of it. A write that is cut is half done.
 * Syncs are noted, not done: what they are for, a power cut, is not to be seen here.
 */
final class CutDisk implements Disk {
    /** What happens at the operation. */
    enum Cut {
        /** This operation throws; later ones work, so that the writer can clean up. */
        ERROR,
        /** This operation and all later ones do not happen: the process is gone. */
        DEATH
    }

    /** Stands for the end of the process; nothing in the code under test catches it. */
    static final class Death extends Error {}

    private final RealDisk disk = new RealDisk();
    private final Cut cut;
    private final int cutAt;
    private final List<String> operations = new ArrayList<>();

    /** @param cutAt counts from 0; beyond the last operation, nothing is cut */
    CutDisk(Cut cut, int cutAt) {
        this.cut = cut;
        this.cutAt = cutAt;
    }

    /** A disk on which nothing is cut. */
    static CutDisk uncut() {
        return new CutDisk(Cut.ERROR, Integer.MAX_VALUE);
    }

    /** All operations so far, the one that was cut included. */
    List<String> operations() {
        return operations;
    }

    boolean wasCut() {
        return operations.size() > cutAt;
    }

    private boolean cutsNow(String operation) {
        operations.add(operation);
        int index = operations.size() - 1;
        return index == cutAt || cut == Cut.DEATH && index > cutAt;
    }

    private void check(String operation) throws IOException {
        if (cutsNow(operation)) {
            fail();
        }
    }

    private void fail() throws IOException {
        if (cut == Cut.DEATH) {
            throw new Death();
        }
        throw new IOException("No space left on device");
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        check("create");
        DiskFile real = disk.create(file);
        return new DiskFile() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                if (cutsNow("write")) {
                    if (operations.size() - 1 == cutAt) {
                        real.write(source.limit(source.position() + source.remaining() / 2));
                    }
                    fail();
                }
                return real.write(source);
            }

            @Override
            public void force() throws IOException {
                check("force");
            }

            @Override
            public boolean isOpen() {
                return real.isOpen();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        check("move " + to.getFileName());
        disk.move(from, to);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        check("sync " + folder.getFileName());
    }

    @Override
    public void delete(Path file) throws IOException {
        check("delete " + file.getFileName());
        disk.delete(file);
    }
}
