package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.model.Platform;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.util.List;
import java.util.Optional;

/** A platform as newer clients say it: a JSON document in the query. */
final class PlatformParameter {
    private PlatformParameter() {}

    /** The parameter {@code platform}, given once at the most. */
    static Optional<Platform> of(Call call) {
        return only(call, "platform");
    }

    /** @throws InvalidArgument if it is malformed, or given more than once */
    static Optional<Platform> only(Call call, String parameter) {
        List<String> texts =
                call.queries(parameter).stream().filter(text -> !text.isEmpty()).toList();
        if (texts.size() > 1) {
            throw new InvalidArgument("multiple platforms are not supported");
        }
        return texts.stream().findFirst().map(PlatformParameter::parse);
    }

    private static Platform parse(String text) {
        Platform platform;
        try {
            platform = Json.read(text, Platform.class);
        } catch (InvalidArgument e) {
            throw new InvalidArgument("failed to parse platform: " + e.message(), e);
        }
        if (platform == null
                || platform.os().isEmpty()
                || platform.architecture().isEmpty()) {
            throw new InvalidArgument("both OS and Architecture must be provided");
        }
        return Platform.parse(platform.toString());
    }
}
