package org.neocog.nativelib;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.neocog.NeocogException;

/** Where this user's caches lie: in {@code $XDG_CACHE_HOME/neocog} or {@code ~/.cache/neocog}, unless a property says otherwise. */
public final class UserCache {
    /** System property that names the folder. */
    public static final String PROPERTY = "neocog.cache";

    private UserCache() {}

    /** The folder, whether or not it is there. */
    public static Path folder() {
        String chosen = System.getProperty(PROPERTY);
        try {
            return chosen == null ? defaultFolder(System::getenv) : Path.of(chosen).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw unusable(chosen, e);
        }
    }

    /**
     * The folder, created if it is not there. Where it cannot be used, a temporary one, unless the property names it.
     *
     * @throws IOException if there is no temporary folder either
     * @throws NeocogException if the property names a folder that cannot be used
     */
    public static NativeCache openForLibraries() throws IOException {
        String chosen = System.getProperty(PROPERTY);
        if (chosen == null) {
            return NativeCache.open(folder());
        }
        try {
            return NativeCache.openExactly(folder());
        } catch (IOException e) {
            throw unusable(chosen, e);
        }
    }

    private static NeocogException unusable(String chosen, Exception e) {
        return new NeocogException(
                PROPERTY + "=" + chosen + " cannot hold the native libraries: " + describe(e)
                        + "; name a folder of your own that you can write to", e);
    }

    static Path defaultFolder(UnaryOperator<String> environment) {
        String cacheHome = environment.apply("XDG_CACHE_HOME");
        // The XDG specification has relative paths ignored.
        Path base = cacheHome != null && cacheHome.startsWith("/")
                ? Path.of(cacheHome)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("neocog");
    }

    /** {@code accessdenied (/home/ann/.cache/neocog)}: the messages of file exceptions are often the path alone. */
    public static String describe(Exception e) {
        return e.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT) + " (" + e.getMessage() + ")";
    }
}
