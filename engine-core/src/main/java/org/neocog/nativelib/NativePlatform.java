package org.neocog.nativelib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platform that the native libraries are built for: Linux on x86-64 with the GNU C library. */
public final class NativePlatform {
    private NativePlatform() {}

    /**
     * Checks that this is the platform.
     *
     * @throws NativeLibrary.UnavailableException if it is another; the message says which
     */
    public static void check() throws NativeLibrary.UnavailableException {
        check(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl());
    }

    static void check(String os, String architecture, boolean musl) throws NativeLibrary.UnavailableException {
        if (!os.equals("Linux") || !architecture.equals("amd64")) {
            throw new NativeLibrary.UnavailableException(
                    "it is there for Linux on x86-64 only, and this is " + os + " on " + architecture);
        }
        if (musl) {
            throw new NativeLibrary.UnavailableException("it needs the GNU C library, and this system's is musl");
        }
    }

    private static boolean isMusl() {
        try {
            return Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
        } catch (IOException e) {
            return false;
        }
    }
}
