package org.neocog.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Finds the Java in a Markdown text and compiles it against the class path of the tests. */
final class JavaSnippets {
    private static final Pattern BLOCK = Pattern.compile("^```java\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("\\b(?:class|record|interface) (\\w+)");

    private JavaSnippets() {}

    /** The content of each {@code ```java} block. */
    static List<String> in(String markdown) {
        List<String> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(markdown); block.find(); ) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /**
     * Compiles a whole source file.
     *
     * @return what the compiler complains about, warnings included; empty if nothing
     */
    static String complaints(String source, Path classes) throws IOException {
        Matcher name = CLASS.matcher(source);
        if (!name.find()) {
            return "a snippet that is compiled declares a class";
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file = new SimpleJavaFileObject(
                URI.create("string:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringWriter output = new StringWriter();
        List<String> options = List.of(
                "-Xlint:all,-classfile,-path,-processing", "-Werror", "-proc:none", "-d", classes.toString(), "-cp",
                System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(output, null, null, options, null, List.of(file)).call();
        return compiled ? output.toString() : output + "(does not compile)";
    }
}
