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
    private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\(\\s*\\.ExtraAttributes\\s+nil\\s*\\)\\.(\\w+)|index\\s+\\(\\s*\\.ExtraAttributes\\s+nil\\s*\\)\\s+\"([^\"]*)\"");

    private final String text;

    TagTemplate(String text) {
        this.text = text;
    }

    /** @throws InvalidArgument if it has an action that there is not */
    String render(LogSubject subject, Map<String, String> attributes) {
        StringBuilder out = new StringBuilder();
        Matcher actions = ACTION.matcher(text);
        int at = 0;
        while (actions.find()) {
            out.append(text, at, actions.start());
            out.append(value(actions.group(1), subject, attributes));
            at = actions.end();
        }
        if (text.indexOf("{{", at) >= 0) {
            throw new InvalidArgument("template: log-tag:1: unclosed action");
        }
        return out.append(text, at, text.length()).toString();
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
