package io.djong.model.json;

import java.lang.reflect.Constructor;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.module.SimpleValueInstantiators;

/**
 * Has records made by their constructors' reflection. Jackson's own way, a method handle called with an array, makes
 * the virtual machine generate classes for each number of components: 140 at a start of the daemon with containers.
 */
@SuppressWarnings("serial") // only Jackson's types are serializable
final class RecordInstantiators extends SimpleValueInstantiators {
    @Override
    public ValueInstantiator modifyValueInstantiator(
            DeserializationConfig config, BeanDescription.Supplier type, ValueInstantiator standard) {
        return standard instanceof StdValueInstantiator known
                        && known.getWithArgsCreator() != null
                        && known.getWithArgsCreator().getAnnotated() instanceof Constructor<?> constructor
                ? new ByConstructor(known, constructor)
                : standard;
    }

    private static final class ByConstructor extends StdValueInstantiator {
        private final Constructor<?> constructor; // Jackson has made it accessible

        ByConstructor(StdValueInstantiator standard, Constructor<?> constructor) {
            super(standard);
            this.constructor = constructor;
        }

        @Override
        public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
            try {
                return constructor.newInstance(arguments);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                return context.handleInstantiationProblem(_valueClass, arguments, rewrapCtorProblem(context, e));
            }
        }
    }
}
