package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What became of a file since its image (API definition FilesystemChange).
 *
 * @param path absolute
 */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record FileChange(String path, Kind kind) {
    /** By the API's numbers. */
    public enum Kind {
        MODIFIED(0),
        ADDED(1),
        DELETED(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        @JsonValue
        int number() {
            return number;
        }
    }
}
