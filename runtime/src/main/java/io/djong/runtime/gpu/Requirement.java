package io.djong.runtime.gpu;

import io.djong.model.container.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image needs of the driver, by the variables that NVIDIA's images have: {@code NVIDIA_REQUIRE_CUDA=cuda>=12.2
 * brand=tesla,driver>=470,driver<471}, where a space is <em>or</em> and a comma is <em>and</em>. Each variable must be
 * satisfied. What cannot be known here (an architecture, most brands) counts as satisfied: better to let an image find
 * out itself than to refuse one that would run.
 */
public final class Requirement {
    private static final String PREFIX = "NVIDIA_REQUIRE_";
    private static final Pattern CONDITION = Pattern.compile("([a-z]+)(>=|<=|!=|==?|>|<)(.+)");
    private static final Pattern CUDA = Pattern.compile("(\\d+\\.\\d+).*");

    private final List<String> texts;

    private Requirement(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /** Reads it off a container's environment. */
    public static Requirement of(List<String> environment) {
        List<String> texts = new ArrayList<>();
        boolean named = false;
        String legacy = "";
        for (String entry : environment) {
            String name = Environment.name(entry);
            String value =
                    entry.substring(Math.min(entry.length(), name.length() + 1)).strip();
            if (name.equals("NVIDIA_DISABLE_REQUIRE") && (value.equals("1") || value.equalsIgnoreCase("true"))) {
                return new Requirement(List.of());
            }
            if (name.startsWith(PREFIX) && !value.isEmpty()) {
                texts.add(value);
                named |= name.equals(PREFIX + "CUDA");
            }
            Matcher cuda = CUDA.matcher(value);
            if (name.equals("CUDA_VERSION") && cuda.matches()) {
                legacy = "cuda>=" + cuda.group(1); // what images had before there were requirements
            }
        }
        if (!named && !legacy.isEmpty()) {
            texts.add(legacy);
        }
        return new Requirement(texts);
    }

    /**
     * What keeps an image from running on a driver, in words; empty if nothing does.
     *
     * @param image as the user calls it
     */
    public Optional<String> unmet(String image, NvidiaDriver driver) {
        Facts facts = new Facts(driver, new CudaVersions());
        return texts.stream()
                .filter(text -> Arrays.stream(text.split("\\s+")).noneMatch(facts::satisfy))
                .findFirst()
                .map(text -> words(image, text, facts));
    }

    private static String words(String image, String text, Facts facts) {
        String host = "this host's driver is " + facts.driver.version();
        Optional<DottedVersion> least = Arrays.stream(text.split("[\\s,]+"))
                .map(CONDITION::matcher)
                .filter(matcher -> matcher.matches() && matcher.group(1).equals("cuda"))
                .filter(matcher ->
                        matcher.group(2).equals(">=") || matcher.group(2).startsWith("="))
                .flatMap(matcher -> DottedVersion.parse(matcher.group(3)).stream())
                .min(Comparator.naturalOrder());
        if (least.isEmpty()) {
            return "image " + image + " needs " + text + "; " + host;
        }
        String first = facts.versions
                .firstDriver(least.get())
                .map(version -> ", whose driver is " + version.part(0) + " or newer")
                .orElse("");
        String other =
                facts.cuda.map(cuda -> " or use an image for CUDA <= " + cuda).orElse("");
        return "image " + image + " needs CUDA >= " + least.get() + first + "; " + host + ": update the driver" + other;
    }

    /** What conditions are about. */
    private static final class Facts {
        private final NvidiaDriver driver;
        private final CudaVersions versions;
        private final Optional<DottedVersion> cuda;

        Facts(NvidiaDriver driver, CudaVersions versions) {
            this.driver = driver;
            this.versions = versions;
            this.cuda = versions.ofDriver(driver.version());
        }

        /** Whether an alternative, all of its conditions, is satisfied. */
        boolean satisfy(String alternative) {
            return Arrays.stream(alternative.split(",")).allMatch(this::holds);
        }

        private boolean holds(String condition) {
            Matcher matcher = CONDITION.matcher(condition);
            if (!matcher.matches()) {
                return true; // none that is known
            }
            String operator = matcher.group(2);
            return switch (matcher.group(1)) {
                case "driver" -> compares(Optional.of(driver.version()), operator, matcher.group(3));
                case "cuda" -> versions.isNewer(driver.version()) || compares(cuda, operator, matcher.group(3));
                case "brand" -> isBrand(operator, matcher.group(3));
                default -> true;
            };
        }

        private boolean isBrand(String operator, String brand) {
            Optional<String> ours = driver.brand();
            return ours.isEmpty() || ours.get().equals(brand) != operator.equals("!=");
        }

        private static boolean compares(Optional<DottedVersion> ours, String operator, String text) {
            Optional<DottedVersion> theirs = DottedVersion.parse(text);
            if (theirs.isEmpty()) {
                return true;
            }
            if (ours.isEmpty()) {
                return false; // older than all that is known
            }
            int order = ours.get().compareTo(theirs.get());
            return switch (operator) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                case "!=" -> order != 0;
                default -> order == 0;
            };
        }
    }
}
