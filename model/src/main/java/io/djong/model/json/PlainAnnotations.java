package io.djong.model.json;

import java.lang.annotation.Annotation;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Takes annotations as they stand: none bundles others, and whether one does costs a cold start a look at each kind. */
@SuppressWarnings("serial") // only Jackson's types are serializable
final class PlainAnnotations extends JacksonAnnotationIntrospector {
    @Override
    public boolean isAnnotationBundle(Annotation annotation) {
        return false;
    }
}
