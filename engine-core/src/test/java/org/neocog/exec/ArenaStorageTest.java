package org.neocog.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.tensor.TensorSpec;

final class ArenaStorageTest {
    private static final TensorSpec LINE = TensorSpec.f32(16);

    private final FakeDevice device = new FakeDevice();
    private final ArenaStorage storage = new ArenaStorage(device, 256);

    @Test
    void asManySegmentsAsItTakesAndNoByteMore() {
        storage.enlarge(2 * 256 + 64);
        assertEquals(576, storage.bytes());
        assertEquals(576, device.allocatedBytes());
        storage.close();
        assertEquals(0, device.allocatedBytes());
    }

    @Test
    void anOffsetIsOneOfTheWholeArena() {
        storage.enlarge(2 * 256 + 64);
        List<FakeBuffer> lines = new ArrayList<>();
        for (long offset = 0; offset < storage.bytes(); offset += 64) {
            lines.add((FakeBuffer) storage.slice(offset, LINE));
        }
        for (int i = 0; i < lines.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertFalse(lines.get(i).covers(lines.get(j)), j + " and " + i);
            }
        }
        assertEquals(128 / Float.BYTES, lines.get(6).start);
    }

    @Test
    void aPartThatReachesIntoTheNextSegmentIsRefused() {
        storage.enlarge(512);
        assertThrows(IndexOutOfBoundsException.class, () -> storage.slice(192, TensorSpec.f32(17)));
    }

    @Test
    void withoutEnoughMemoryItIsAsLargeAsBefore() {
        storage.enlarge(320);
        device.limitTo(600);
        OutOfDeviceMemoryException e =
                assertThrows(OutOfDeviceMemoryException.class, () -> storage.enlarge(1024));
        assertEquals(600, e.free(), "the segments that there was room for count as free, since they were given back");
        assertEquals(320, storage.bytes());
        assertEquals(320, device.allocatedBytes());
        DeviceBuffer last = storage.slice(256, LINE);
        assertEquals(LINE, last.spec());
    }
}
