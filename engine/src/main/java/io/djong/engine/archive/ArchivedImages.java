package io.djong.engine.archive;

import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.Index;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.store.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the images of an archive by its documents: {@code index.json} of an OCI layout, which has manifests, and
 * Docker's {@code manifest.json}, which has names and alone stands in old archives.
 */
final class ArchivedImages {
    static final String INDEX = "index.json";
    /** Containerd's annotation for an image's full name. */
    static final String IMAGE_NAME = "io.containerd.image.name";

    /** OCI's, for a tag, where some write a name too. */
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    private static final Set<String> CONFIGS = Set.of(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG);
    private static final int MAX_INDEXES = 4;

    private final ArchiveContents contents;
    private final Optional<Platform> platform;
    private final Map<Digest, ArchivedImage> images = new LinkedHashMap<>();

    private ArchivedImages(ArchiveContents contents, Optional<Platform> platform) {
        this.contents = contents;
        this.platform = platform;
    }

    /**
     * The images, those of the platform where one is asked for.
     *
     * @throws InvalidArgument if the archive describes none, or describes what it does not have
     */
    static List<ArchivedImage> of(ArchiveContents contents, Optional<Platform> platform) {
        ArchivedImages found = new ArchivedImages(contents, platform);
        Optional<byte[]> layout = contents.document(INDEX);
        Optional<byte[]> docker = contents.document(DockerManifest.NAME);
        if (layout.isEmpty() && docker.isEmpty()) {
            throw new InvalidArgument("invalid archive: does not contain a " + DockerManifest.NAME);
        }
        layout.ifPresent(found::readLayout);
        docker.ifPresent(found::readDocker);
        if (found.images.isEmpty() && platform.isPresent()) {
            throw new NotFound("no images providing the requested platform(s) found: [" + platform.get() + "]");
        }
        return List.copyOf(found.images.values());
    }

    private void readLayout(byte[] document) {
        for (Descriptor descriptor : Json.read(document, Index.class).manifests()) {
            read(descriptor, Optional.empty(), names(descriptor), 0);
        }
    }

    private void read(Descriptor descriptor, Optional<Descriptor> index, List<Reference> names, int depth) {
        byte[] document = contents.requireDocument(MemberName.of(descriptor.digest()));
        if (!isIndex(descriptor, document)) {
            readManifest(descriptor, document, index, names);
            return;
        }
        if (depth == MAX_INDEXES) {
            throw new InvalidArgument("invalid archive: indexes within indexes");
        }
        Index inner = Json.read(document, Index.class);
        choose(inner).ifPresent(chosen -> read(chosen, Optional.of(descriptor), names, depth + 1));
    }

    private static boolean isIndex(Descriptor descriptor, byte[] document) {
        return MediaTypes.isIndex(descriptor.mediaType())
                || (!MediaTypes.isManifest(descriptor.mediaType())
                        && Json.tree(document).path("manifests").isArray());
    }

    /** The manifest for the platform asked for, for this machine, or else the first that is there. */
    private Optional<Descriptor> choose(Index index) {
        List<Descriptor> here = index.manifests().stream()
                .filter(manifest -> contents.document(manifest.digest()).isPresent())
                .toList();
        Index present = new Index(index.schemaVersion(), index.mediaType(), here, Map.of(), null);
        Optional<Descriptor> wanted = present.select(platform.orElseGet(Platform::host));
        return platform.isPresent() || wanted.isPresent()
                ? wanted
                : here.stream().findFirst();
    }

    private void readManifest(
            Descriptor descriptor, byte[] document, Optional<Descriptor> index, List<Reference> names) {
        Manifest manifest = Json.read(document, Manifest.class);
        if (!CONFIGS.contains(manifest.config().mediaType())) {
            return; // an artifact of another kind
        }
        byte[] config = contents.requireDocument(MemberName.of(manifest.config().digest()));
        List<byte[]> documents = new ArrayList<>(List.of(config, document));
        index.map(root -> contents.requireDocument(MemberName.of(root.digest())))
                .ifPresent(documents::add);
        add(new ArchivedImage(
                manifest.config().digest(),
                Json.read(config, ImageConfig.class),
                Optional.of(descriptor),
                index,
                documents,
                manifest.layers().stream()
                        .map(layer -> MemberName.of(layer.digest()))
                        .toList(),
                names));
    }

    private void readDocker(byte[] document) {
        DockerManifest[] manifests = Json.read(document, DockerManifest[].class);
        if (manifests == null) {
            throw new InvalidArgument("invalid manifest, manifest cannot be null (but can be [])");
        }
        for (DockerManifest manifest : Arrays.asList(manifests)) {
            byte[] config = contents.requireDocument(manifest.config());
            List<Reference> tags =
                    manifest.tags().stream().map(ArchivedImages::tag).toList();
            Digest id = Digest.sha256(config);
            add(new ArchivedImage(
                    id,
                    Json.read(config, ImageConfig.class),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(config),
                    manifest.layerNames(),
                    tags));
        }
    }

    /** An image may be described several times; the first description counts, and all names. */
    private void add(ArchivedImage image) {
        ArchivedImage before = images.get(image.id());
        if (before != null) {
            images.put(image.id(), before.named(image.tags()));
            return;
        }
        check(image);
        boolean wanted = platform.isEmpty() || image.config().platform().satisfies(platform.get());
        if (wanted) {
            images.put(image.id(), image);
        }
    }

    private static void check(ArchivedImage image) {
        String os = image.config().os();
        if (!os.isEmpty() && !os.equals("linux")) {
            throw new InvalidArgument("cannot load " + os + " image on linux");
        }
        int layers = image.config().rootfs().diffIds().size();
        if (image.layers().size() != layers) {
            throw new InvalidArgument("invalid manifest, layers length mismatch: expected "
                    + image.layers().size() + ", got " + layers);
        }
        if (layers > Snapshots.MAX_LAYERS) {
            throw new InvalidArgument("max depth exceeded: the image has " + layers + " layers, " + Snapshots.MAX_LAYERS
                    + " are allowed");
        }
    }

    private static Reference tag(String text) {
        Reference reference = Reference.parse(text);
        if (reference.tag().isEmpty() || reference.digest().isPresent()) {
            throw new InvalidArgument("invalid tag \"" + text + "\"");
        }
        return reference;
    }

    /** The names that an index gives: a full one, or what stands for the tag where it is more than that. */
    private static List<Reference> names(Descriptor descriptor) {
        String full = descriptor.annotations().getOrDefault(IMAGE_NAME, "");
        String ref = descriptor.annotations().getOrDefault(REF_NAME, "");
        if (!full.isEmpty()) {
            return List.of(tag(full));
        }
        boolean isName = ref.indexOf(':') >= 0 || ref.indexOf('/') >= 0;
        return isName ? List.of(tag(Reference.parse(ref).orLatest().toString())) : List.of();
    }
}
