package io.djong.client;

import io.djong.client.http.HttpRequest.Body;
import io.djong.client.http.HttpResponse;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonReader;
import io.djong.model.error.Internal;
import java.io.InputStream;
import java.util.Base64;

/** Files in containers. An {@code id} is a whole id, the beginning of one, or a name. */
public final class FileOperations {
    private static final long DIRECTORY = 1L << 31; // as Go numbers the kinds of files
    private static final long SYMLINK = 1L << 27;

    private final Transport transport;

    FileOperations(Transport transport) {
        this.transport = transport;
    }

    /**
     * What a path is.
     *
     * @param link where it leads, of a symbolic link
     */
    public record Stat(boolean isDirectory, boolean isLink, String link) {}

    /** A file or a directory with all below it, as a tar archive; to be closed. */
    public record Copy(Stat stat, ByteAnswer archive) implements AutoCloseable {
        @Override
        public void close() {
            archive.close();
        }
    }

    public Stat stat(String id, String path) {
        return stat(transport.head(path(id), new Query().add("path", path)));
    }

    public Copy open(String id, String path) {
        Exchange exchange = transport.stream("GET", path(id), new Query().add("path", path), null);
        return new Copy(stat(exchange.response()), new ByteAnswer(exchange));
    }

    /**
     * Unpacks a tar archive, which is read to its end, into a directory; what is a directory does not become another kind
     * of file, nor the other way round.
     *
     * @param keepOwners whether files belong to whom the archive names, instead of the container's user
     */
    public void extract(String id, String path, boolean keepOwners, InputStream archive) {
        Query query = new Query()
                .add("path", path)
                .add("noOverwriteDirNonDir", "true")
                .add("copyUIDGID", keepOwners);
        transport.put(path(id), query, new Body.Stream("application/x-tar", archive));
    }

    private static Stat stat(HttpResponse response) {
        byte[] json;
        try {
            json = Base64.getDecoder().decode(response.header("x-docker-container-path-stat"));
        } catch (IllegalArgumentException e) {
            throw new Internal("the engine does not say what it sends", e);
        }
        JsonObject stat =
                json.length > 0 && JsonReader.parse(json) instanceof JsonObject object ? object : JsonObject.EMPTY;
        long mode = stat.number("mode");
        return new Stat((mode & DIRECTORY) != 0, (mode & SYMLINK) != 0, stat.string("linkTarget"));
    }

    private static String path(String id) {
        return "/containers/" + Query.encode(id) + "/archive";
    }
}
