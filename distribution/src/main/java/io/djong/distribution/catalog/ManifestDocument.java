package io.djong.distribution.catalog;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.Refusal;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a registry needs to know of a manifest (OCI image spec, manifest.md and image-index.md; Docker's schema 2). */
public final class ManifestDocument {
    /** The manifest's largest size: what the specification wants to be taken at least. */
    public static final int MAX = 4 << 20;

    private static final int MAX_PARTS = 20_000;

    /**
     * A blob or a manifest that a manifest names.
     *
     * @param elsewhere whether it may be missing here, because its bytes are to be had at a URL only
     */
    public record Part(Digest digest, long size, boolean manifest, boolean elsewhere) {}

    private final String mediaType;
    private final byte[] bytes;
    private final String artifactType;
    private final Map<String, String> annotations;
    private final Optional<Digest> subject;
    private final List<Part> parts;

    private ManifestDocument(String mediaType, byte[] bytes, JsonNode tree, List<Part> parts) {
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
        this.artifactType = artifactType(tree);
        this.annotations = Map.copyOf(annotations(tree));
        this.subject = tree.path("subject").isObject() ? Optional.of(digest(tree.path("subject"))) : Optional.empty();
        this.parts = List.copyOf(parts);
    }

    public String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** As the referrers API tells it: the manifest's own, else its config's type; may be empty. */
    public String artifactType() {
        return artifactType;
    }

    public Map<String, String> annotations() {
        return annotations;
    }

    public Optional<Digest> subject() {
        return subject;
    }

    /** What it is made of: its blobs, or the manifests of an index. */
    public List<Part> parts() {
        return parts;
    }

    /**
     * Reads a manifest that came as this type.
     *
     * @throws Refusal if it is none
     */
    public static ManifestDocument parse(String contentType, byte[] bytes) {
        JsonNode tree = tree(bytes);
        String mediaType = mediaType(tree, contentType);
        if (tree.path("schemaVersion").asInt(0) != 2) {
            throw invalid("its schemaVersion is not 2");
        }
        List<Part> parts = new ArrayList<>();
        if (MediaTypes.isIndex(mediaType)) {
            require(!tree.has("layers") && !tree.has("config"), "an index has neither config nor layers");
            list(tree, "manifests").forEach(node -> parts.add(part(node, true)));
        } else if (MediaTypes.isManifest(mediaType)) {
            require(!tree.has("manifests"), "an image manifest has no manifests");
            require(tree.path("config").isObject(), "it has no config");
            parts.add(part(tree.path("config"), false));
            list(tree, "layers").forEach(node -> parts.add(part(node, false)));
        } else {
            throw invalid("its type " + quoted(mediaType) + " is none that this registry takes");
        }
        require(parts.size() <= MAX_PARTS, "it names more than " + MAX_PARTS + " parts");
        return new ManifestDocument(mediaType, bytes, tree, parts);
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            JsonNode tree = Json.tree(bytes);
            require(tree != null && tree.isObject(), "it is not a JSON object");
            return tree;
        } catch (InvalidArgument e) {
            throw invalid(e.message());
        }
    }

    /** The document's own word must be the header's; where it has none, and the header neither, its shape decides. */
    private static String mediaType(JsonNode tree, String contentType) {
        String own = tree.path("mediaType").asString("");
        if (!own.isEmpty() && !contentType.isEmpty() && !own.equals(contentType)) {
            throw invalid("its mediaType is " + quoted(own) + " but it was sent as " + quoted(contentType));
        }
        if (!own.isEmpty() || !contentType.isEmpty()) {
            return own.isEmpty() ? contentType : own;
        }
        return tree.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }

    private static List<JsonNode> list(JsonNode tree, String name) {
        JsonNode list = tree.path(name);
        require(list.isArray() || list.isMissingNode() || list.isNull(), name + " is not a list");
        List<JsonNode> nodes = new ArrayList<>();
        list.forEach(nodes::add);
        return nodes;
    }

    private static Part part(JsonNode node, boolean manifest) {
        require(node.isObject(), "a descriptor is not an object");
        require(
                node.path("size").isIntegralNumber() && node.path("size").canConvertToLong(),
                "a descriptor has no size");
        long size = node.path("size").asLong();
        require(size >= 0, "a descriptor has a negative size");
        boolean elsewhere = !manifest && !node.path("urls").isEmpty();
        return new Part(digest(node), size, manifest, elsewhere);
    }

    private static Digest digest(JsonNode descriptor) {
        try {
            return ManifestName.digest(descriptor.path("digest").asString(""));
        } catch (Refusal e) {
            throw invalid(e.message());
        }
    }

    private static String artifactType(JsonNode tree) {
        String own = tree.path("artifactType").asString("");
        return own.isEmpty() ? tree.path("config").path("mediaType").asString("") : own;
    }

    private static Map<String, String> annotations(JsonNode tree) {
        Map<String, String> annotations = new LinkedHashMap<>();
        JsonNode node = tree.path("annotations");
        require(node.isObject() || node.isMissingNode() || node.isNull(), "annotations is not an object");
        node.properties().forEach(entry -> {
            require(entry.getValue().isString(), "an annotation is not a text");
            annotations.put(entry.getKey(), entry.getValue().asString());
        });
        return annotations;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw invalid(otherwise);
        }
    }

    private static Refusal invalid(String why) {
        return new Refusal(ErrorCode.MANIFEST_INVALID, "manifest invalid: " + why);
    }

    private static String quoted(String text) {
        return '"' + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + '"';
    }
}
