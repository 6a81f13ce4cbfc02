package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelSourceTest {
    private static String text(Map<String, String> files) {
        return KernelSource.read("a.cu", files::get).text();
    }

    @Test
    void aFileWithoutIncludesIsItself() {
        assertEquals("int a;\nint b;\n", text(Map.of("a.cu", "int a;\nint b;")));
    }

    @Test
    void anIncludedFileTakesThePlaceOfTheLineAndLinesKeepTheirNumbers() {
        assertEquals(
                "// first\n#line 1 \"b.cuh\"\nint b;\n#line 3 \"a.cu\"\nint a;\n",
                text(Map.of("a.cu", "// first\n#include \"b.cuh\" // needed\nint a;\n", "b.cuh", "int b;\n")));
    }

    @Test
    void aFileIsIncludedOnce() {
        String text = text(Map.of(
                "a.cu", "#include \"b.cuh\"\n#include \"c.cuh\"\nint a;\n",
                "b.cuh", "int b;\n",
                "c.cuh", "  # include \"b.cuh\"\n#include \"a.cu\"\nint c;\n"));
        assertEquals(
                "#line 1 \"b.cuh\"\nint b;\n#line 2 \"a.cu\"\n#line 1 \"c.cuh\"\n\n\nint c;\n#line 3 \"a.cu\"\nint a;\n", text);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> KernelSource.read("none.cu"));
        assertEquals("there is no kernel source none.cu", e.getMessage());
    }

    @Test
    void theKernelsOfTheModuleAreFoundWithWhatTheyInclude() {
        KernelSource softmax = KernelSource.read("softmax.cu");
        assertEquals("softmax.cu", softmax.name());
        assertTrue(softmax.text().contains("#line 1 \"rows.cuh\""), softmax::text);
        assertTrue(softmax.text().lines().noneMatch(line -> line.strip().startsWith("#include")));
    }
}
