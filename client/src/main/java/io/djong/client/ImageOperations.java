package io.djong.client;

import io.djong.client.http.HttpRequest.Body;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images. A {@code name} is a reference or an id. */
public final class ImageOperations {
    private final Transport transport;

    ImageOperations(Transport transport) {
        this.transport = transport;
    }

    /** Where an imported image goes and what becomes of it; each may be empty. */
    public record ImportOptions(String repository, String tag, String message, List<String> changes, String platform) {
        public ImportOptions {
            changes = List.copyOf(changes);
        }
    }

    /** API definition ImageSummary, one for each. */
    public JsonArray list(boolean all, Map<String, List<String>> filters) {
        return transport.getArray("/images/json", new Query().add("all", all).filters(filters));
    }

    /** API definition ImageInspect. */
    public JsonObject inspect(String name) {
        return transport.getObject(path(name, "json"), new Query());
    }

    /**
     * Fetches an image.
     *
     * @param tag a tag or a digest; empty for all tags of the repository
     */
    public Messages pull(String repository, String tag, String platform) {
        Query query = new Query().add("fromImage", repository).add("tag", tag).add("platform", platform);
        return messages("/images/create", query, null);
    }

    /** Makes an image of one layer from a tar archive, which is read to its end. */
    public Messages importTar(InputStream tar, ImportOptions options) {
        return importFrom("-", new Body.Stream("application/x-tar", tar), options);
    }

    /** As {@link #importTar}, but the engine fetches the archive from an address. */
    public Messages importAddress(String address, ImportOptions options) {
        return importFrom(address, null, options);
    }

    private Messages importFrom(String source, @Nullable Body body, ImportOptions options) {
        Query query = new Query()
                .add("fromSrc", source)
                .add("repo", options.repository())
                .add("tag", options.tag())
                .add("message", options.message())
                .add("platform", options.platform());
        options.changes().forEach(change -> query.add("changes", change));
        return messages("/images/create", query, body);
    }

    /** What becomes of a container's files; each text may be empty. */
    public record CommitOptions(
            String repository, String tag, String author, String message, List<String> changes, boolean pause) {
        public CommitOptions {
            changes = List.copyOf(changes);
        }
    }

    /** Makes an image of a container. @return its id */
    public String commit(String container, CommitOptions options) {
        Query query = new Query()
                .add("container", container)
                .add("repo", options.repository())
                .add("tag", options.tag())
                .add("author", options.author())
                .add("comment", options.message())
                .add("pause", options.pause() ? "1" : "0");
        options.changes().forEach(change -> query.add("changes", change));
        return transport.postForObject("/commit", query).string("Id");
    }

    /** Removes images that nothing uses. @return API definition ImagePruneResponse */
    public JsonObject prune(Map<String, List<String>> filters) {
        return transport.postForObject("/images/prune", new Query().filters(filters));
    }

    /** Gives an image one more name. */
    public void tag(String name, String repository, String tag) {
        transport.post(path(name, "tag"), new Query().add("repo", repository).add("tag", tag));
    }

    /**
     * Takes a name away, and with the last one the image.
     *
     * @return what was untagged and deleted, in order
     */
    public JsonArray remove(String name, boolean force, boolean keepParents) {
        Query query = new Query().add("force", force).add("noprune", keepParents);
        return transport.deleteForArray("/images/" + name(name), query);
    }

    private Messages messages(String path, Query query, @Nullable Body body) {
        return new Messages(transport.endpoint(), transport.stream("POST", path, query, body));
    }

    private static String path(String name, String verb) {
        return "/images/" + name(name) + "/" + verb;
    }

    /** Slashes are the path's own: the API takes a name with them. */
    private static String name(String name) {
        return Query.encode(name).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
    }
}
