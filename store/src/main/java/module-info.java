/** Content, images, snapshots, leases and the metadata database. */
module io.djong.store {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
}
