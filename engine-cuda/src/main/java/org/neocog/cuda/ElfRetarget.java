package org.neocog.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns a library that was linked with {@code libnvrtc.so.12} into one that is linked with {@code libnvrtc.so.13}. NVIDIA
 * uses the file's name as the name of the symbols' version too, and the linker kept one copy of that string for both; so it
 * takes the string, of the same length, and the hash of the version's name.
 */
final class ElfRetarget {
    private ElfRetarget() {}

    /**
     * A copy that needs {@code to} in place of {@code from}.
     *
     * @throws IllegalArgumentException if the names differ in length, or the image does not need {@code from}
     */
    static byte[] retarget(byte[] image, String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException(from + " and " + to + " differ in length");
        }
        ElfImage elf = new ElfImage(image);
        if (!elf.needed().contains(from)) {
            throw new IllegalArgumentException("the library does not need " + from + " but " + elf.needed());
        }
        byte[] name = from.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer copy = ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (ElfImage.VersionNeed need : elf.versionNeeds()) {
            if (need.library().equals(from) && need.version().equals(from)) {
                copy.putInt(need.hashOffset(), ElfImage.hash(to));
            }
        }
        for (int offset : nameOffsets(elf, image, name)) {
            copy.put(offset, to.getBytes(StandardCharsets.ISO_8859_1));
        }
        return copy.array();
    }

    private static Set<Integer> nameOffsets(ElfImage elf, byte[] image, byte[] name) {
        Set<Integer> offsets = Stream.concat(
                        elf.neededOffsets().stream(), elf.versionNeeds().stream().map(ElfImage.VersionNeed::nameOffset))
                .filter(offset -> Arrays.equals(
                        image, offset, offset + name.length + 1, zeroEnded(name), 0, name.length + 1))
                .collect(Collectors.toSet());
        // A string table may store a name as the tail of a longer one, which must not change with it.
        offsets.forEach(offset -> {
            if (image[offset - 1] != 0) {
                throw new IllegalArgumentException("the name at byte " + offset + " is part of a longer one");
            }
        });
        return offsets;
    }

    private static byte[] zeroEnded(byte[] name) {
        return Arrays.copyOf(name, name.length + 1);
    }
}
