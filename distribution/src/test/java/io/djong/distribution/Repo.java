package io.djong.distribution;

import io.djong.distribution.Caller.Reply;
import io.djong.model.Digest;

/** A repository at a registry, and what is asked of it. */
record Repo(Caller client, String name) {
    static final Digest NOBODY = Digest.sha256(Caller.bytes("nobody has this"));

    Repo below(String part) {
        return new Repo(client, name + "/" + part);
    }

    /** The path of something in it. */
    String path(String rest) {
        return "/v2/" + name + rest;
    }

    String uploads() {
        return path("/blobs/uploads/");
    }

    Reply get(String rest) {
        return client.get(path(rest));
    }

    /** Sends something to anywhere. */
    Reply call(String method, String path, String body, String... headers) {
        return client.call(method, path, Caller.bytes(body), headers);
    }

    Reply blob(Digest digest, String... headers) {
        return client.get(path("/blobs/" + digest), headers);
    }

    Reply headBlob(Digest digest) {
        return client.head(path("/blobs/" + digest));
    }

    Reply deleteBlob(Digest digest) {
        return client.delete(path("/blobs/" + digest));
    }

    /** @param which a tag or a digest, as in the other methods for manifests */
    Reply manifest(Object which, String... headers) {
        return client.get(path("/manifests/" + which), headers);
    }

    Reply headManifest(Object which) {
        return client.head(path("/manifests/" + which));
    }

    Reply deleteManifest(Object which) {
        return client.delete(path("/manifests/" + which));
    }

    Reply put(Object which, byte[] manifest, String type) {
        return client.call("PUT", path("/manifests/" + which), manifest, "Content-Type", type);
    }

    Reply put(Object which, String manifest, String type) {
        return put(which, Caller.bytes(manifest), type);
    }

    Reply tags(String query) {
        return get("/tags/list" + query);
    }

    Reply referrers(String digestAndQuery) {
        return get("/referrers/" + digestAndQuery);
    }

    /** Pushes a blob. */
    Digest push(String blob) {
        return client.push(name, Caller.bytes(blob));
    }

    /** Pushes an image of one layer. */
    Digest image(String tag, String layer) {
        return client.image(name, tag, layer);
    }

    /** Pushes an artifact that refers to something. */
    Digest artifact(Digest subject, String type, String note) {
        return client.artifact(name, subject, type, note);
    }

    /** Begins an upload. @return where it goes on */
    String begin() {
        return client.begin(name);
    }

    Reply mount(Digest digest, String from) {
        return client.post(uploads() + "?mount=" + digest + from);
    }
}
