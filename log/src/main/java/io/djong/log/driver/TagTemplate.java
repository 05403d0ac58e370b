package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Go's templates that Docker documents for tags: <code>{{.Name}}</code> and the other properties of a
 * container, and <code>{{(.ExtraAttributes nil).KEY}}</code>.
 */
final class TagTemplate {
    /** What Docker's drivers take where no tag is asked for. */
    static final String SHORT_ID = "{{.ID}}";

    /** Docker's own name for itself, which tags of its users have. */
    private static final String DAEMON = "docker";

    private static final int SHORT = 12;
    private static final String OPENING = "{{";
    private static final String CLOSING = "}}";
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\(\\s*\\.ExtraAttributes\\s+nil\\s*\\)\\.(\\w+)|index\\s+\\(\\s*\\.ExtraAttributes\\s+nil\\s*\\)\\s+\"([^\"]*)\"");

    private final String text;

    TagTemplate(String text) {
        this.text = text;
    }

    /** @throws InvalidArgument if it has an action that there is not */
    String render(LogSubject subject, Map<String, String> attributes) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        int open;
        while ((open = text.indexOf(OPENING, at)) >= 0) {
            int close = text.indexOf(CLOSING, open + OPENING.length());
            if (close < 0) {
                throw new InvalidArgument("template: log-tag:1: unclosed action");
            }
            out.append(text, at, open);
            out.append(value(expression(text.substring(open + OPENING.length(), close)), subject, attributes));
            at = close + CLOSING.length();
        }
        return out.append(text, at, text.length()).toString();
    }

    /** What is between an action's braces, without blanks and the marks that trim. */
    private static String expression(String inner) {
        String begun = inner.startsWith("-") ? inner.substring(1) : inner;
        String ended = begun.endsWith("-") ? begun.substring(0, begun.length() - 1) : begun;
        return ended.strip();
    }

    private static String value(String expression, LogSubject subject, Map<String, String> attributes) {
        Matcher attribute = ATTRIBUTE.matcher(expression);
        if (attribute.matches()) {
            String key = attribute.group(1) == null ? attribute.group(2) : attribute.group(1);
            return attributes.getOrDefault(key, "<no value>");
        }
        return switch (expression) {
            case ".ID" -> subject.id().shortId();
            case ".FullID", ".ContainerID" -> subject.id().value();
            case ".Name" -> subject.name();
            case ".ContainerName" -> "/" + subject.name();
            case ".ImageID" ->
                subject.imageId().substring(0, Math.min(SHORT, subject.imageId().length()));
            case ".ImageFullID", ".ContainerImageID" -> subject.imageId();
            case ".ImageName", ".ContainerImageName" -> subject.image();
            case ".Command" -> String.join(" ", subject.command());
            case ".Hostname" -> subject.host();
            case ".DaemonName" -> DAEMON;
            default -> throw unknown(expression);
        };
    }

    private static InvalidArgument unknown(String expression) {
        return expression.matches("\\.\\w+")
                ? new InvalidArgument("template: log-tag:1:2: executing \"log-tag\" at <" + expression
                        + ">: can't evaluate field " + expression.substring(1) + " in type *logger.Info")
                : new InvalidArgument("template: log-tag:1: unsupported action {{" + expression + "}}");
    }
}
