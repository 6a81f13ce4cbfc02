package org.neocog.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A shared library's bytes in the Executable and Linkable Format (64 bits, little-endian), as far as it says which libraries
 * and which of their versions it needs. Read as the dynamic linker does: by program headers and the dynamic section.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html">Linux
 *     Standard Base, symbol versioning</a>
 */
final class ElfImage {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int DT_NULL = 0;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final long DT_VERNEED = 0x6ffffffe;
    private static final long DT_VERNEEDNUM = 0x6fffffff;

    private final ByteBuffer bytes;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Entry> dynamic = new ArrayList<>();

    /** A part of the file and the address at which it is mapped. */
    private record Segment(long offset, long address, long size) {}

    private record Entry(long tag, long value) {}

    /**
     * A version of a library that is needed.
     *
     * @param hash of the version's name, which the dynamic linker compares first
     * @param hashOffset where the hash stands in the file
     * @param nameOffset where the version's name stands in the file
     */
    record VersionNeed(String library, String version, int hash, int hashOffset, int nameOffset) {}

    /** @throws IllegalArgumentException if these are not the bytes of such a library */
    ElfImage(byte[] image) {
        bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.get(5) != 1) {
                throw new IllegalArgumentException("not a 64-bit little-endian ELF file");
            }
            readHeaders();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the ELF file is cut off", e);
        }
    }

    private void readHeaders() {
        int table = Math.toIntExact(bytes.getLong(32));
        int entrySize = bytes.getShort(54);
        int count = bytes.getShort(56);
        for (int i = 0; i < count; i++) {
            int at = table + i * entrySize;
            int type = bytes.getInt(at);
            Segment segment = new Segment(bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 32));
            if (type == PT_LOAD) {
                segments.add(segment);
            } else if (type == PT_DYNAMIC) {
                readDynamic(segment);
            }
        }
    }

    private void readDynamic(Segment segment) {
        int end = Math.toIntExact(segment.offset() + segment.size());
        for (int at = Math.toIntExact(segment.offset()); at < end && bytes.getLong(at) != DT_NULL; at += 16) {
            dynamic.add(new Entry(bytes.getLong(at), bytes.getLong(at + 8)));
        }
    }

    private int fileOffset(long address) {
        for (Segment segment : segments) {
            if (address >= segment.address() && address < segment.address() + segment.size()) {
                return Math.toIntExact(address - segment.address() + segment.offset());
            }
        }
        throw new IllegalArgumentException("the ELF file maps nothing at address 0x" + Long.toHexString(address));
    }

    private long value(long tag) {
        return dynamic.stream()
                .filter(entry -> entry.tag() == tag)
                .mapToLong(Entry::value)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the ELF file has no dynamic entry 0x" + Long.toHexString(tag)));
    }

    private int strings() {
        return fileOffset(value(DT_STRTAB));
    }

    /** Where the names of the needed libraries (DT_NEEDED) stand in the file. */
    List<Integer> neededOffsets() {
        int strings = strings();
        return dynamic.stream().filter(entry -> entry.tag() == DT_NEEDED)
                .map(entry -> strings + Math.toIntExact(entry.value()))
                .toList();
    }

    List<String> needed() {
        return neededOffsets().stream().map(this::string).toList();
    }

    /** What the section {@code .gnu.version_r} says; empty if there is none. */
    List<VersionNeed> versionNeeds() {
        if (dynamic.stream().noneMatch(entry -> entry.tag() == DT_VERNEED)) {
            return List.of();
        }
        List<VersionNeed> needs = new ArrayList<>();
        int strings = strings();
        // Verneed: version, number of versions (16 bits each), library, first version, next Verneed (32 bits each).
        int library = fileOffset(value(DT_VERNEED));
        for (long i = value(DT_VERNEEDNUM); i > 0; i--) {
            String name = string(strings + bytes.getInt(library + 4));
            // Vernaux: hash (32 bits), flags, index (16 bits each), name, next Vernaux (32 bits each).
            int version = library + bytes.getInt(library + 8);
            for (int j = bytes.getShort(library + 2); j > 0; j--) {
                int nameOffset = strings + bytes.getInt(version + 8);
                needs.add(new VersionNeed(name, string(nameOffset), bytes.getInt(version), version, nameOffset));
                version += bytes.getInt(version + 12);
            }
            library += bytes.getInt(library + 12);
        }
        return needs;
    }

    private String string(int offset) {
        int end = offset;
        while (bytes.get(end) != 0) {
            end++;
        }
        return new String(bytes.array(), offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    /** The hash of the System V ABI. */
    static int hash(String name) {
        int hash = 0;
        for (byte b : name.getBytes(StandardCharsets.ISO_8859_1)) {
            hash = (hash << 4) + (b & 0xff);
            int high = hash & 0xf0000000;
            hash = (hash ^ (high >>> 24)) & ~high;
        }
        return hash;
    }
}
