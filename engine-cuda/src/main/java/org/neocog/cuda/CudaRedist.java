package org.neocog.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.neocog.nativelib.NativeCache;
import org.neocog.nativelib.NativeLibrary.UnavailableException;
import org.neocog.nativelib.PackedFile;
import org.neocog.nativelib.PackedResource;
import org.neocog.nativelib.UserCache;

/**
 * NVIDIA's libraries on the class path, as the Maven profile {@code cuda-redist} brings them. They are unpacked into the
 * user's cache at first use; being up to 1.5 GB, never into a temporary folder.
 */
final class CudaRedist {
    static final String NAME = "the class path (Maven profile cuda-redist)";

    private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

    private static final Logger LOG = System.getLogger(CudaRedist.class.getName());

    private static final long SLOW_BYTES = 50_000_000;

    private final String resourceFolder;
    private final Supplier<Path> cacheFolder;

    CudaRedist() {
        this(FOLDER, UserCache::folder);
    }

    CudaRedist(String resourceFolder, Supplier<Path> cacheFolder) {
        this.resourceFolder = resourceFolder;
        this.cacheFolder = cacheFolder;
    }

    /** Says that it is being unpacked, if that takes its time: half a minute for all of them, at the first use only. */
    private record Announced(PackedResource resource) implements PackedFile {
        @Override
        public String name() {
            return resource.name();
        }

        @Override
        public long size() {
            return resource.size();
        }

        @Override
        public long crc() {
            return resource.crc();
        }

        @Override
        public InputStream open() throws IOException {
            if (size() > SLOW_BYTES) {
                LOG.log(Level.INFO, "unpacking " + name() + ", " + size() / 1_000_000 + " MB, for this and all later uses");
            }
            return resource.open();
        }
    }

    boolean has(String fileName) {
        return CudaRedist.class.getClassLoader().getResource(resourceFolder + fileName) != null;
    }

    /**
     * The library as a file, unpacked together with what it needs.
     *
     * @throws UnavailableException if the cache cannot hold it
     */
    Path unpack(CudaLibrary library, String fileName) throws UnavailableException {
        try {
            List<PackedFile> packed = new ArrayList<>();
            List<String> names = new ArrayList<>(List.of(fileName));
            names.addAll(library.companions(fileName));
            names.addAll(library.lookedForBeside());
            for (String name : names) {
                PackedResource.find(resourceFolder + name).map(Announced::new).ifPresent(packed::add);
            }
            try (NativeCache cache = NativeCache.openExactly(cacheFolder.get())) {
                return cache.placeTogether(library.label(), packed).getFirst();
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new UnavailableException("it cannot be unpacked into " + cacheFolder.get() + ": " + UserCache.describe(e)
                    + "; the system property " + UserCache.PROPERTY + " names another folder");
        }
    }
}
