package org.neocog.nativelib;

import java.io.IOException;
import java.io.InputStream;

/** A file's content, somewhere where the dynamic linker cannot use it: in a jar, in memory. */
public interface PackedFile {
    /** File name without folders. */
    String name();

    /** Bytes. */
    long size();

    /** CRC-32 of the content. */
    long crc();

    InputStream open() throws IOException;

    /** A name unlike that of any other content. */
    default String contentName() {
        return "%08x-%d-%s".formatted(crc(), size(), name());
    }
}
