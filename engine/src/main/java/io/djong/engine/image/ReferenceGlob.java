package io.djong.engine.image;

import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The pattern of the {@code reference} filter: a shell's, where {@code *} stops at a slash (Go's path.Match). */
final class ReferenceGlob {
    private final Pattern pattern;

    ReferenceGlob(String glob) {
        try {
            this.pattern = Pattern.compile(translate(glob));
        } catch (PatternSyntaxException e) {
            throw new InvalidArgument("invalid filter 'reference=" + glob + "': syntax error in pattern", e);
        }
    }

    /** Whether the name matches, as users write it or in full, with its tag or without. */
    boolean matches(Reference reference) {
        return pattern.matcher(reference.familiar()).matches()
                || pattern.matcher(reference.familiarName()).matches()
                || pattern.matcher(reference.toString()).matches()
                || pattern.matcher(reference.name()).matches();
    }

    private static String translate(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
            } else if (inClass) {
                regex.append(c == '[' || c == '&' ? "\\" + c : String.valueOf(c));
                inClass = c != ']';
            } else {
                inClass = c == '[';
                regex.append(
                        switch (c) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            case '[' -> "[";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return regex.toString();
    }
}
