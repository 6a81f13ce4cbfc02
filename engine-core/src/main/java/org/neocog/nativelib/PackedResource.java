package org.neocog.nativelib;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A file on the class path with its size and CRC-32, which a jar's directory gives without unpacking anything.
 *
 * @param name file name without folders
 */
public record PackedResource(URL url, String name, long size, long crc) implements PackedFile {
    /** The resource of that path ({@code org/example/lib.so}), or nothing if the class path has none. */
    public static Optional<PackedResource> find(String path) throws IOException {
        URL url = PackedResource.class.getClassLoader().getResource(path);
        return url == null ? Optional.empty() : Optional.of(of(url));
    }

    static PackedResource of(URL url) throws IOException {
        String path = url.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (JarFile file = jar.getJarFile()) {
                JarEntry entry = file.getJarEntry(jar.getEntryName());
                return new PackedResource(url, name, entry.getSize(), entry.getCrc());
            }
        }
        // Not in a jar (an unpacked class path, a run-time image): the content itself has to be read.
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(connection.getInputStream(), crc)) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            return new PackedResource(url, name, size, crc.getValue());
        }
    }

    @Override
    public InputStream open() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }
}
