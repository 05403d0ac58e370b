/** OCI bundles, conmon and the OCI runtime. */
module io.djong.runtime {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
}
