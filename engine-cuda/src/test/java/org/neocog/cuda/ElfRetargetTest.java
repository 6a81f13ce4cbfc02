package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On JCuda's own natives. */
class ElfRetargetTest {
    private static byte[] nativeLibrary(String name) throws IOException {
        try (InputStream in = ElfRetargetTest.class.getResourceAsStream("/lib/lib" + name + "-12.6.0-linux-x86_64.so")) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JNvrtc", "JCublas2", "JCudnn", "JCudaDriver"})
    void theHashIsTheOneThatTheLinkerWrote(String name) throws IOException {
        List<ElfImage.VersionNeed> needs = new ElfImage(nativeLibrary(name)).versionNeeds();
        assertTrue(needs.size() >= 6, needs::toString);
        for (ElfImage.VersionNeed need : needs) {
            assertEquals(need.hash(), ElfImage.hash(need.version()), need.version());
        }
    }

    @Test
    void readsWhatReadelfReads() throws IOException {
        ElfImage elf = new ElfImage(nativeLibrary("JNvrtc"));
        assertEquals(List.of("libnvrtc.so.12", "libstdc++.so.6", "libc.so.6"), elf.needed());
        assertEquals(
                List.of("libnvrtc.so.12", "GLIBC_2.4", "GLIBC_2.2.5", "CXXABI_1.3.8", "CXXABI_1.3.9", "CXXABI_1.3", "GLIBCXX_3.4"),
                elf.versionNeeds().stream().map(ElfImage.VersionNeed::version).toList());
    }

    @ParameterizedTest
    @CsvSource({"JNvrtc, libnvrtc.so.12, libnvrtc.so.13", "JCublas2, libcublas.so.12, libcublas.so.13"})
    void theCopyNeedsTheOtherLibraryAndItsVersionAndNothingElseChanges(String name, String from, String to)
            throws IOException {
        byte[] image = nativeLibrary(name);
        byte[] before = image.clone();
        byte[] copy = ElfRetarget.retarget(image, from, to);
        assertArrayEquals(before, image);

        ElfImage elf = new ElfImage(copy);
        List<String> expected = new ElfImage(image).needed().stream().map(n -> n.equals(from) ? to : n).toList();
        assertEquals(expected, elf.needed());
        List<ElfImage.VersionNeed> changed = elf.versionNeeds().stream().filter(n -> n.library().equals(to)).toList();
        assertEquals(List.of(to), changed.stream().map(ElfImage.VersionNeed::version).toList());
        for (ElfImage.VersionNeed need : elf.versionNeeds()) {
            assertEquals(ElfImage.hash(need.version()), need.hash(), need.version());
            assertFalse(need.version().equals(from));
        }
        // The last digit of one string, and the hash: "…12" and "…13" differ in its last byte alone.
        List<Integer> different = differences(image, copy);
        assertEquals(2, different.size(), different::toString);
    }

    private static List<Integer> differences(byte[] a, byte[] b) {
        assertEquals(a.length, b.length);
        return IntStream.range(0, a.length).filter(i -> a[i] != b[i]).boxed().toList();
    }

    @Test
    void thereAndBackGivesTheSameBytes() throws IOException {
        byte[] image = nativeLibrary("JCublas2");
        byte[] there = ElfRetarget.retarget(image, "libcublas.so.12", "libcublas.so.13");
        assertArrayEquals(image, ElfRetarget.retarget(there, "libcublas.so.13", "libcublas.so.12"));
    }

    @Test
    void refusesNamesThatDoNotFit() throws IOException {
        byte[] image = nativeLibrary("JNvrtc");
        IllegalArgumentException length = assertThrows(
                IllegalArgumentException.class, () -> ElfRetarget.retarget(image, "libnvrtc.so.12", "libnvrtc.so.9"));
        assertEquals("libnvrtc.so.12 and libnvrtc.so.9 differ in length", length.getMessage());
        IllegalArgumentException other = assertThrows(
                IllegalArgumentException.class, () -> ElfRetarget.retarget(image, "libcublas.so.12", "libcublas.so.13"));
        assertTrue(other.getMessage().startsWith("the library does not need libcublas.so.12 but [libnvrtc.so.12"));
    }

    @Test
    void refusesWhatIsNoWholeLibrary() throws IOException {
        byte[] text = "#!/bin/sh\nexit 1\n, which is long enough to have a header, if it were a library at all".getBytes(
                StandardCharsets.US_ASCII);
        assertThrows(IllegalArgumentException.class, () -> new ElfImage(text));
        assertThrows(IllegalArgumentException.class, () -> new ElfImage(new byte[0]));
        byte[] image = nativeLibrary("JNvrtc");
        for (int length : new int[] {4, 60, 200}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ElfRetarget.retarget(Arrays.copyOf(image, length), "libnvrtc.so.12", "libnvrtc.so.13"),
                    () -> "cut at " + length);
        }
    }
}
