package org.neocog.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.neocog.nativelib.NativeCache;
import org.neocog.nativelib.NativeLibrary.UnavailableException;
import org.neocog.nativelib.PackedResource;
import org.neocog.nativelib.UserCache;

/**
 * NVIDIA's libraries on the class path, as the Maven profile {@code cuda-redist} brings them. They are unpacked into the
 * user's cache at first use; being up to 1.5 GB, never into a temporary folder.
 */
final class CudaRedist {
    static final String NAME = "the class path (Maven profile cuda-redist)";

    private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

    private final String resourceFolder;
    private final Supplier<Path> cacheFolder;

    CudaRedist() {
        this(FOLDER, UserCache::folder);
    }

    CudaRedist(String resourceFolder, Supplier<Path> cacheFolder) {
        this.resourceFolder = resourceFolder;
        this.cacheFolder = cacheFolder;
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
            List<PackedResource> packed = new ArrayList<>();
            List<String> names = new ArrayList<>(List.of(fileName));
            names.addAll(library.companions(fileName));
            names.addAll(library.lookedForBeside());
            for (String name : names) {
                PackedResource.find(resourceFolder + name).ifPresent(packed::add);
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
