package org.neocog.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel source of the module {@code kernels} with the files that it includes put in their places, so that its text alone
 * says what will be compiled. {@code #line} directives keep the compiler's messages true to the files.
 *
 * @param name {@code softmax.cu}
 */
record KernelSource(String name, String text) {
    private static final String FOLDER = "/org/neocog/kernels/";
    private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include\\s*\"([^\"]+)\".*");

    /** @throws IllegalArgumentException if there is no such file */
    static KernelSource read(String name) {
        return read(name, KernelSource::resource);
    }

    /** @param files the text of a file by its name */
    static KernelSource read(String name, UnaryOperator<String> files) {
        StringBuilder text = new StringBuilder();
        append(name, files, new LinkedHashSet<>(), text);
        return new KernelSource(name, text.toString());
    }

    private static void append(String name, UnaryOperator<String> files, Set<String> included, StringBuilder text) {
        included.add(name);
        int number = 0;
        for (String line : files.apply(name).lines().toList()) {
            number++;
            Matcher include = INCLUDE.matcher(line);
            if (!include.matches()) {
                text.append(line).append('\n');
            } else if (included.contains(include.group(1))) {
                // A file is included once, which is what #pragma once asks for.
                text.append('\n');
            } else {
                text.append("#line 1 \"").append(include.group(1)).append("\"\n");
                append(include.group(1), files, included, text);
                text.append("#line ").append(number + 1).append(" \"").append(name).append("\"\n");
            }
        }
    }

    private static String resource(String name) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no kernel source " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
