package org.neocog.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.neocog.NeocogException;
import org.neocog.nativelib.NativeCache;
import org.neocog.nativelib.NativeLibrary;
import org.neocog.nativelib.NativeLibrary.UnavailableException;
import org.neocog.nativelib.PackedBytes;
import org.neocog.nativelib.UserCache;

/**
 * Loads the native halves of JCuda, changed to fit the libraries that were found, from a folder private to this user.
 *
 * <p>JCuda's own loader ({@code jcuda.LibUtils}) runs when one of its classes is initialised. It asks the JVM's library path
 * first, and then writes the library to a well-known name under {@code java.io.tmpdir} <em>unless a file of that name is
 * there already, which it then loads whoever put it there</em>. It has no setting for that. So the natives are put under
 * those very names into the private folder, and {@code java.io.tmpdir} names that folder for the moments in which the
 * classes are initialised. The JDK itself reads the property once at its start, so its temporary files are not affected. A
 * class loader of our own, whose {@code findLibrary} JCuda's loader would heed, was the other way; it would have to load
 * the whole backend a second time, since the backend's classes name JCuda's.
 */
final class JCudaNatives {
    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    private JCudaNatives() {}

    /**
     * Loads what belongs to those libraries and initialises JCuda's classes.
     *
     * @return the libraries that cannot be used for all that, with the reason
     */
    static Map<CudaLibrary, String> load(List<LoadedLibrary> libraries) {
        Map<CudaLibrary, String> problems = new EnumMap<>(CudaLibrary.class);
        try (NativeCache cache = UserCache.openForLibraries()) {
            List<LoadedLibrary> usable = new ArrayList<>();
            List<PackedBytes> packed = new ArrayList<>();
            for (LoadedLibrary library : libraries) {
                try {
                    checkNoOtherCopy(library.library());
                    packed.add(fitted(library));
                    usable.add(library);
                } catch (UnavailableException e) {
                    problems.put(library.library(), e.getMessage());
                }
            }
            List<Path> files = cache.placeTogether("jcuda", packed);
            for (int i = 0; i < files.size(); i++) {
                CudaLibrary library = usable.get(i).library();
                initialize(library, files.get(i)).ifPresent(problem -> problems.put(library, problem));
            }
        } catch (IOException | NeocogException e) {
            String reason = e instanceof NeocogException ? e.getMessage() : UserCache.describe(e);
            libraries.forEach(library -> problems.put(
                    library.library(), "JCuda's natives could not be copied out of their jars: " + reason));
        }
        return problems;
    }

    /** The name without {@code lib} and {@code .so}: {@code JNvrtc-12.6.0-linux-x86_64}. */
    private static String name(CudaLibrary library) {
        return LibUtils.createPlatformLibraryName(library.nativeName() + "-" + JCudaVersion.get());
    }

    /** JCuda's native half for that library, linked with the library that was found. */
    static PackedBytes fitted(LoadedLibrary found) throws UnavailableException {
        CudaLibrary library = found.library();
        String file = System.mapLibraryName(name(library));
        try (InputStream in = JCudaNatives.class.getResourceAsStream("/lib/" + file)) {
            if (in == null) {
                throw new UnavailableException("the class path has no lib/" + file);
            }
            byte[] image = in.readAllBytes();
            String foundName = found.path().getFileName().toString();
            return new PackedBytes(file, foundName.equals(library.linkedName())
                    ? image
                    : ElfRetarget.retarget(image, library.linkedName(), foundName));
        } catch (IOException e) {
            throw new UnavailableException("JCuda's " + file + " cannot be read: " + UserCache.describe(e));
        }
    }

    /** JCuda would take one on the JVM's library path, which need not fit. */
    private static void checkNoOtherCopy(CudaLibrary library) throws UnavailableException {
        String file = System.mapLibraryName(name(library));
        Optional<Path> other = Stream.of(System.getProperty("java.library.path", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, file))
                .filter(Files::exists)
                .findFirst();
        if (other.isPresent()) {
            throw new UnavailableException("java.library.path has another copy of JCuda's native library, " + other.get()
                    + ", which would be loaded instead of the one that fits; remove it");
        }
    }

    private static Optional<String> initialize(CudaLibrary library, Path file) {
        try {
            // First by itself, because JCuda answers a failure with two stack traces. It stays loaded.
            NativeLibrary.open(file, Arena.global());
            return initializeWithTemporaryFolder(file.getParent(), library);
        } catch (UnavailableException e) {
            return Optional.of("JCuda's native library cannot be loaded: " + e.getMessage());
        }
    }

    private static synchronized Optional<String> initializeWithTemporaryFolder(Path folder, CudaLibrary library) {
        String before = System.getProperty(TEMPORARY_FOLDER);
        System.setProperty(TEMPORARY_FOLDER, folder.toString());
        try {
            Class.forName(library.className());
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of("JCuda's class " + library.className() + " cannot be used: " + e.getMessage());
        } finally {
            if (before == null) {
                System.clearProperty(TEMPORARY_FOLDER);
            } else {
                System.setProperty(TEMPORARY_FOLDER, before);
            }
        }
    }
}
