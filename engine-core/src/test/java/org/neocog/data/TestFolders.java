package org.neocog.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folders of the test-data module, from whichever module's directory the tests run in. */
final class TestFolders {
    private TestFolders() {}

    static Path find(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("test-data").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder test-data/" + name + " above " + Path.of("").toAbsolutePath());
    }
}
