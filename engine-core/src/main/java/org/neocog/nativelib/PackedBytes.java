package org.neocog.nativelib;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.zip.CRC32;

/** A file's content in memory. The array is not copied. */
public final class PackedBytes implements PackedFile {
    private final String name;
    private final byte[] content;
    private final long crc;

    public PackedBytes(String name, byte[] content) {
        this.name = name;
        this.content = content;
        CRC32 sum = new CRC32();
        sum.update(content);
        this.crc = sum.getValue();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public long crc() {
        return crc;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }
}
