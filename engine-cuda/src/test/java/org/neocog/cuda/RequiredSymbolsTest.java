package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequiredSymbolsTest {
    /** A call of a function that was not looked up ends the process where the library lacks it. */
    @ParameterizedTest
    @EnumSource(CudaLibrary.class)
    void everyFunctionThatTheBackendCallsIsLookedUpFirst(CudaLibrary library) throws Exception {
        Set<String> linked = undefinedSymbols(library);
        Set<String> called = calledFunctions(library);
        Set<String> needed = linked.stream()
                .filter(symbol -> called.contains(symbol.replaceFirst("_v\\d+$", "")) || called.contains(symbol))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(library == CudaLibrary.CUDNN || !needed.isEmpty(), "the backend calls nothing of it?");
        needed.removeAll(library.symbols());
        assertEquals(Set.of(), needed);
    }

    /** So that no library is refused for want of a function that nobody would call. */
    @ParameterizedTest
    @EnumSource(CudaLibrary.class)
    void everyRequiredFunctionIsOneThatJCudaIsLinkedWith(CudaLibrary library) throws Exception {
        Set<String> required = new TreeSet<>(library.symbols());
        required.removeAll(undefinedSymbols(library));
        assertEquals(Set.of(), required);
        assertEquals(library.symbols().size(), Set.copyOf(library.symbols()).size(), "one is named twice");
    }

    /** The functions of that JCuda class that the project's classes call. */
    private static Set<String> calledFunctions(CudaLibrary library) throws IOException, URISyntaxException {
        String owner = library.className().replace('.', '/');
        Set<String> called = new HashSet<>();
        for (Path file : classFiles()) {
            ClassModel model = ClassFile.of().parse(file);
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof MemberRefEntry member && member.owner().asInternalName().equals(owner)) {
                    called.add(member.name().stringValue());
                }
            }
        }
        return called;
    }

    private static List<Path> classFiles() throws IOException, URISyntaxException {
        Path classes = Path.of(CudaStack.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertTrue(found.size() > 10, classes::toString);
            return found;
        }
    }

    /** The names in the symbol table of JCuda's native library that it does not define itself. */
    private static Set<String> undefinedSymbols(CudaLibrary library) throws IOException {
        byte[] image;
        String name = "/lib/lib" + library.nativeName() + "-12.6.0-linux-x86_64.so";
        try (InputStream in = RequiredSymbolsTest.class.getResourceAsStream(name)) {
            image = in.readAllBytes();
        }
        ByteBuffer elf = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int sections = (int) elf.getLong(40);
        Set<String> undefined = new HashSet<>();
        for (int i = 0; i < elf.getShort(60); i++) {
            int section = sections + i * 64;
            if (elf.getInt(section + 4) == 11) { // SHT_DYNSYM
                int strings = (int) elf.getLong(sections + elf.getInt(section + 40) * 64 + 24);
                int table = (int) elf.getLong(section + 24);
                int end = table + (int) elf.getLong(section + 32);
                for (int symbol = table; symbol < end; symbol += 24) {
                    if (elf.getShort(symbol + 6) == 0) {
                        undefined.add(string(image, strings + elf.getInt(symbol)));
                    }
                }
            }
        }
        return undefined;
    }

    private static String string(byte[] image, int offset) {
        int end = offset;
        while (image[end] != 0) {
            end++;
        }
        return new String(image, offset, end - offset, StandardCharsets.US_ASCII);
    }
}
