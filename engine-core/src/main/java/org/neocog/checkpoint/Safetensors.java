package org.neocog.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * Named tensors in the safetensors format: 8 bytes with the length of the header (little-endian), the header in JSON, the
 * data, row-major and little-endian, without gaps. What is written here opens with Python's
 * {@code safetensors.torch.load_file}, and the other way round.
 *
 * <p>F32 and I32 are read and written as they are. F16 and BF16 are read as F32, exactly; F64 is rounded to the nearest
 * F32; I64 becomes I32; a value that does not fit is an error. Tensors without elements cannot be represented.
 */
public final class Safetensors {
    private static final int BLOCK = 1 << 18;

    private Safetensors() {}

    /**
     * All tensors of a file, in the order of its header.
     *
     * @throws NeocogException if the file cannot be read or is not whole and well-formed; the message names the tensor and
     *     the byte
     */
    public static Map<String, HostTensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * The free text of a file's {@code __metadata__}, empty if it has none.
     *
     * @throws NeocogException as {@link #read} does
     */
    public static Map<String, String> metadata(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return SafetensorsHeader.read(channel, file).metadata();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Creates or replaces a file, atomically; data and header keep the order of the map.
     *
     * @throws NeocogException if it cannot be written
     * @throws IllegalArgumentException if a tensor is called {@code __metadata__} or a name is not valid Unicode
     */
    public static void write(Path file, Map<String, HostTensor> tensors, Map<String, String> metadata) {
        byte[] header = header(tensors, metadata);
        AtomicFile.write(file, channel -> write(channel, header, tensors));
    }

    static Map<String, HostTensor> read(FileChannel channel, Path file) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(channel, file);
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            HostTensor tensor = HostTensor.zeros(new TensorSpec(entry.shape(), entry.type().dtype()));
            long position = header.dataStart() + entry.begin();
            int perBlock = BLOCK / entry.type().bytes();
            for (int from = 0; from < entry.shape().elements(); from += perBlock) {
                int count = Math.min(perBlock, entry.shape().elements() - from);
                int bytes = count * entry.type().bytes();
                SafetensorsHeader.readFully(channel, position, buffer.clear().limit(bytes), file);
                try {
                    entry.type().decode(buffer.flip(), tensor, from, count);
                } catch (ArithmeticException e) {
                    throw new NeocogException(file + ": tensor \"" + entry.name() + "\" of " + entry.type() + ": "
                            + e.getMessage(), e);
                }
                position += bytes;
            }
            tensors.put(entry.name(), tensor);
        }
        return tensors;
    }

    static void write(WritableByteChannel channel, Map<String, HostTensor> tensors) throws IOException {
        write(channel, header(tensors, Map.of()), tensors);
    }

    private static void write(WritableByteChannel channel, byte[] header, Map<String, HostTensor> tensors)
            throws IOException {
        AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (HostTensor tensor : tensors.values()) {
            int perBlock = BLOCK / tensor.spec().dtype().bytes();
            for (int from = 0; from < tensor.spec().elements(); from += perBlock) {
                int count = Math.min(perBlock, tensor.spec().elements() - from);
                buffer.clear().limit(count * tensor.spec().dtype().bytes());
                switch (tensor.spec().dtype()) {
                    case F32 -> buffer.asFloatBuffer().put(tensor.floats(), from, count);
                    case I32 -> buffer.asIntBuffer().put(tensor.ints(), from, count);
                }
                AtomicFile.writeFully(channel, buffer);
            }
        }
    }

    /** The length and the JSON, padded with spaces so that the data begin at a multiple of 8. */
    private static byte[] header(Map<String, HostTensor> tensors, Map<String, String> metadata) {
        JsonObject json = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject texts = new JsonObject();
            metadata.forEach(texts::addProperty);
            json.add(SafetensorsHeaderParser.METADATA, texts);
        }
        long offset = 0;
        for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
            if (tensor.getKey().equals(SafetensorsHeaderParser.METADATA)) {
                throw new IllegalArgumentException("a tensor cannot be called " + SafetensorsHeaderParser.METADATA);
            }
            TensorSpec spec = tensor.getValue().spec();
            json.add(tensor.getKey(), describe(spec, offset));
            offset += spec.bytes();
        }
        String text = Json.compact(json);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a tensor's name or the metadata hold half a surrogate pair: " + text);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int padded = (utf8.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(utf8);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private static JsonObject describe(TensorSpec spec, long offset) {
        JsonArray shape = new JsonArray();
        for (int dim : spec.shape().toArray()) {
            shape.add(dim);
        }
        JsonArray offsets = new JsonArray();
        offsets.add(offset);
        offsets.add(offset + spec.bytes());
        JsonObject description = new JsonObject();
        description.addProperty("dtype", StoredType.of(spec.dtype()).name());
        description.add("shape", shape);
        description.add("data_offsets", offsets);
        return description;
    }

    private static NeocogException unreadable(Path file, IOException e) {
        return new NeocogException(file + ": cannot be read: " + IoReason.of(e), e);
    }
}
