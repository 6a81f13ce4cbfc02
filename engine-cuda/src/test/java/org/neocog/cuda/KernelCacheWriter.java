package org.neocog.cuda;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Stores and reads the same kernels again and again, and says whether one ever was not whole; run by tests. */
final class KernelCacheWriter {
    static final int KEYS = 4;
    static final int BYTES = 200_000;
    private static final int ROUNDS = 200;

    private KernelCacheWriter() {}

    static byte[] content(int key) {
        byte[] content = new byte[BYTES];
        Arrays.fill(content, (byte) key);
        return content;
    }

    static String key(int key) {
        return "key" + key;
    }

    public static void main(String[] arguments) {
        KernelCache cache = KernelCache.open(Path.of(arguments[0]));
        int wrong = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int key = i % KEYS;
            cache.store(key(key), content(key));
            Optional<byte[]> found = cache.find(key(key));
            if (found.isEmpty() || !Arrays.equals(content(key), found.get())) {
                wrong++;
            }
        }
        System.out.println("usable " + cache.isUsable() + ", wrong " + wrong);
    }
}
