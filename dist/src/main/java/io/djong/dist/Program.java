package io.djong.dist;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One of the two programs as it is shipped: what the virtual machine is started with, in one place, because an AOT
 * cache is good only for the flags and the class path (with its order) that it was trained with.
 *
 * @param name of the launcher and of the cache
 * @param mainClass the class whose {@code main} is the program
 * @param options of the virtual machine; {@code ${home}} stands for the distribution's directory
 * @param classPath the jars' file names, in order
 */
record Program(String name, String mainClass, List<String> options, List<String> classPath) {
    Program {
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
    }

    String cacheFile() {
        return name + ".aot";
    }

    /** The environment variable with which users add options for the virtual machine. */
    String optionsVariable() {
        return name.toUpperCase(Locale.ROOT) + "_JAVA_OPTS";
    }

    /** The options and the class path on the command line of the launcher, where {@code $home} is the directory. */
    List<String> shellWords() {
        List<String> words = new ArrayList<>();
        for (String option : options) {
            words.add(option.replace("${home}", "$home"));
        }
        words.add("-cp");
        words.add(String.join(
                ":", classPath.stream().map(jar -> "$home/lib/" + jar).toList()));
        return words;
    }

    /** The same words for a distribution that lies at {@code home}, after the path of the {@code java} there. */
    List<String> command(Path home) {
        List<String> words = new ArrayList<>();
        words.add(home.resolve("runtime/bin/java").toString());
        for (String word : shellWords()) {
            words.add(word.replace("$home", home.toString()));
        }
        return words;
    }
}
