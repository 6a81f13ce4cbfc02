package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class SafetensorsTest {
    @TempDir
    Path folder;

    /** The whole file by hand, from the format's description. */
    @Test
    void writesTheBytesOfTheFormat() throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("b", HostTensor.of(Shape.of(1, 2), new float[] {1, -0.5f}));
        tensors.put("a", HostTensor.of(Shape.scalar(), new int[] {-2}));
        Path file = folder.resolve("t.safetensors");
        Safetensors.write(file, tensors, Map.of());

        String json = "{\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        assertEquals(109, json.length());
        ByteBuffer expected = ByteBuffer.allocate(8 + 112 + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(112).put((json + "   ").getBytes(StandardCharsets.US_ASCII));
        expected.putInt(0x3f800000).putInt(0xbf000000).putInt(0xfffffffe);
        assertArrayEquals(expected.array(), Files.readAllBytes(file));
    }

    @Test
    void readsWhatTheLibraryOfThatNameWrote() throws URISyntaxException {
        Path file = Path.of(SafetensorsTest.class.getResource("/golden/library.safetensors").toURI());
        Map<String, HostTensor> tensors = Safetensors.read(file);

        assertEquals(List.of("long", "double", "conv1.weight", "labels", "brain", "half"), List.copyOf(tensors.keySet()));
        assertEquals(TensorSpec.f32(2, 1, 1, 3), tensors.get("conv1.weight").spec());
        assertArrayEquals(
                new float[] {1.5f, -2.25f, 3e-39f, Float.POSITIVE_INFINITY, -0.0f, 1e30f},
                tensors.get("conv1.weight").floats());
        assertArrayEquals(
                new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}, tensors.get("labels").ints());
        assertArrayEquals(new float[] {1, -65504, 0x1p-24f}, tensors.get("half").floats());
        assertArrayEquals(new float[] {1.5f, -123.5f}, tensors.get("brain").floats());
        assertArrayEquals(new float[] {0.1f, -0.0f}, tensors.get("double").floats());
        assertEquals(TensorSpec.i32(), tensors.get("long").spec());
        assertArrayEquals(new int[] {Integer.MIN_VALUE}, tensors.get("long").ints());
        assertEquals(Map.of("format", "pt", "note", "äöü \"quoted\""), Safetensors.metadata(file));
    }

    @Test
    void bitsNamesOrderAndMetadataComeBack() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("z/ä \"\\\n<&>", HostTensor.of(Shape.of(1), new int[] {Integer.MIN_VALUE}));
        tensors.put("", HostTensor.of(Shape.of(3, 1, 1), new float[] {
            Float.intBitsToFloat(0x7f800001), Float.intBitsToFloat(0xffc12345), Float.MIN_VALUE
        }));
        tensors.put("a", HostTensor.scalar(-0.0f));
        Path file = folder.resolve("t.safetensors");
        Safetensors.write(file, tensors, Map.of("k\"ey", "välue"));

        Map<String, HostTensor> read = Safetensors.read(file);
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
        tensors.forEach((name, tensor) -> assertArrayEquals(bits(tensor), bits(read.get(name)), name));
        assertEquals(Map.of("k\"ey", "välue"), Safetensors.metadata(file));
    }

    /** A block is 2^16 elements: one less, exactly one, one more, and several. */
    @Test
    void tensorsLongerThanABlockComeBack() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (int elements : new int[] {65535, 65536, 65537, 200_003}) {
            float[] values = new float[elements];
            int[] numbers = new int[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = i * 0.37f;
                numbers[i] = i * 0x9E3779B9;
            }
            tensors.put("f" + elements, HostTensor.of(Shape.of(elements), values));
            tensors.put("i" + elements, HostTensor.of(Shape.of(elements), numbers));
        }
        Path file = folder.resolve("t.safetensors");
        Safetensors.write(file, tensors, Map.of());
        Map<String, HostTensor> read = Safetensors.read(file);
        tensors.forEach((name, tensor) -> assertArrayEquals(bits(tensor), bits(read.get(name)), name));
    }

    @Test
    void aFileWithoutTensorsIsAFile() throws IOException {
        Path file = folder.resolve("t.safetensors");
        Safetensors.write(file, Map.of(), Map.of());
        assertEquals("{}      ", Files.readString(file).substring(8));
        assertTrue(Safetensors.read(file).isEmpty());
    }

    @Test
    void namesThatTheFormatCannotHoldAreRefused() {
        Path file = folder.resolve("t.safetensors");
        for (String name : List.of("__metadata__", "half a pair: \ud800")) {
            Map<String, HostTensor> tensors = Map.of(name, HostTensor.scalar(1));
            assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, tensors, Map.of()), name);
        }
        assertTrue(Files.notExists(file));
    }

    private static int[] bits(HostTensor tensor) {
        return switch (tensor.spec().dtype()) {
            case F32 -> {
                int[] bits = new int[tensor.spec().elements()];
                for (int i = 0; i < bits.length; i++) {
                    bits[i] = Float.floatToRawIntBits(tensor.floats()[i]);
                }
                yield bits;
            }
            case I32 -> tensor.ints();
        };
    }
}
