package io.djong.cli.spec;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pairs such as {@code NAME=value}, on the command line and in files. */
public final class KeyValues {
    private KeyValues() {}

    /** Pairs as a map; what has no value gets the empty one. */
    static Map<String, String> map(List<String> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> put(map, pair));
        return map;
    }

    static void put(Map<String, String> map, String pair) {
        int equals = pair.indexOf('=');
        map.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
    }

    /** The files' lines and then the given ones, as Docker orders them: a later one wins. */
    static List<String> withFiles(List<String> files, List<String> given) {
        List<String> all = new ArrayList<>();
        files.forEach(file -> all.addAll(lines(file)));
        all.addAll(given);
        return all;
    }

    /**
     * Environment variables of a process: those of the files, then the given ones. One without a value has that of this
     * process's environment, and is left out where there is none.
     */
    public static List<String> environment(List<String> files, List<String> given, Map<String, String> environment) {
        List<String> variables = new ArrayList<>();
        for (String variable : withFiles(files, given)) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw new InvalidArgument("invalid environment variable: " + variable);
            }
            if (variable.indexOf('=') >= 0) {
                variables.add(variable);
            } else if (environment.containsKey(variable)) {
                variables.add(variable + "=" + environment.get(variable));
            }
        }
        return variables;
    }

    private static List<String> lines(String file) {
        List<String> lines = new ArrayList<>();
        for (String line : read(file).split("\n", -1)) {
            String text = line.stripLeading();
            text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            if (!text.isEmpty() && !text.startsWith("#")) {
                lines.add(text);
            }
        }
        return lines;
    }

    /** A file of the user's as text. */
    static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new InvalidArgument("open " + file + ": no such file or directory", e);
        } catch (IOException e) {
            throw new InvalidArgument("open " + file + ": " + e.getMessage(), e);
        }
    }
}
