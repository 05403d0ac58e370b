/** OCI bundles, conmon and the OCI runtime. */
module io.djong.runtime {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports io.djong.runtime;
    exports io.djong.runtime.cdi;
    exports io.djong.runtime.cgroup;
    exports io.djong.runtime.gpu;
    exports io.djong.runtime.meter;
    exports io.djong.runtime.spec;
}
