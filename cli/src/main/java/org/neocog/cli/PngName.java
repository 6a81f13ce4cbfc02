package org.neocog.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a PNG to write, which should not be that of another kind of picture. */
final class PngName implements ITypeConverter<Path> {
    private static final Pattern OTHER = Pattern.compile("(?is).+\\.(jpe?g|gif|bmp|webp|tiff?|svg|pdf)");

    @Override
    public Path convert(String name) {
        if (OTHER.matcher(name).matches()) {
            throw new TypeConversionException("pictures are written as PNG, so the file's name should end in .png, not as in "
                    + name);
        }
        return Path.of(name);
    }
}
