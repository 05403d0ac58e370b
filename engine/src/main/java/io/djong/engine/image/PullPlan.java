package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.registry.ManifestContent;
import io.djong.registry.Repository;
import io.djong.store.snapshot.ChainId;
import io.djong.store.snapshot.Snapshots;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything that a pull will do, known before the first layer is fetched.
 *
 * @param root what the reference stands for: an index, or the manifest itself
 * @param manifest of the image for the platform
 * @param configText the config blob, which is verified
 * @param layers lowest first
 */
record PullPlan(
        ManifestContent root,
        ManifestContent manifest,
        Descriptor configBlob,
        String configText,
        ImageConfig config,
        List<Layer> layers) {

    /**
     * A layer on its way.
     *
     * @param blob as the registry has it
     * @param diffId the digest that it must unpack to
     * @param chainId names the snapshot of this layer on those below
     */
    record Layer(Descriptor blob, Digest diffId, Digest chainId) {}

    PullPlan {
        layers = List.copyOf(layers);
    }

    /** The id that the image will have. */
    Digest id() {
        return configBlob.digest();
    }

    /** Asks the registry for all documents of the image and checks that they fit together. */
    static PullPlan of(Repository repository, Reference reference, Optional<Platform> asked) {
        while (true) {
            ManifestContent root = repository.manifest(reference);
            try {
                return of(repository, root, reference, asked);
            } catch (NotFound | InvalidArgument e) {
                if (!repository.distrust(root)) {
                    throw e;
                }
            }
        }
    }

    private static PullPlan of(
            Repository repository, ManifestContent root, Reference reference, Optional<Platform> asked) {
        Platform platform = asked.orElseGet(Platform::host);
        ManifestContent content = root.isIndex() ? select(repository, root, platform) : root;
        if (!MediaTypes.isManifest(content.descriptor().mediaType())) {
            throw new InvalidArgument("media type \"" + content.descriptor().mediaType() + "\" of "
                    + reference.familiar() + " is not supported: it is no image manifest");
        }
        Manifest manifest = content.manifest();
        byte[] blob = repository.blob(manifest.config());
        ImageConfig config = Json.read(blob, ImageConfig.class);
        checkConfig(manifest, config);
        checkPlatform(reference, config, asked);
        String text = new String(blob, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), blob)) {
            throw new InvalidArgument("config " + manifest.config().digest() + " is not UTF-8");
        }
        return new PullPlan(root, content, manifest.config(), text, config, layers(manifest, config));
    }

    private static ManifestContent select(Repository repository, ManifestContent root, Platform platform) {
        Descriptor chosen = root.index()
                .select(platform)
                .orElseThrow(() -> new NotFound(
                        "no matching manifest for " + platform + " in the manifest list entries: not found"));
        return repository.manifest(chosen);
    }

    private static void checkConfig(Manifest manifest, ImageConfig config) {
        if (!config.rootfs().type().equals("layers")) {
            throw new InvalidArgument("unsupported media type "
                    + manifest.config().mediaType() + ": invalid rootfs in image configuration");
        }
        if (manifest.layers().size() != config.rootfs().diffIds().size()) {
            throw new InvalidArgument("layers from manifest don't match image configuration: "
                    + manifest.layers().size() + " layers, "
                    + config.rootfs().diffIds().size() + " diff ids");
        }
        if (manifest.layers().size() > Snapshots.MAX_LAYERS) {
            throw new InvalidArgument("max depth exceeded: the image has "
                    + manifest.layers().size() + " layers, " + Snapshots.MAX_LAYERS + " are allowed");
        }
    }

    private static void checkPlatform(Reference reference, ImageConfig config, Optional<Platform> asked) {
        String os = config.os();
        if (!os.isEmpty() && !os.equals("linux")) {
            throw new InvalidArgument("image operating system \"" + os + "\" cannot be used on this platform");
        }
        if (asked.isPresent()
                && !config.architecture().isEmpty()
                && !config.platform().satisfies(asked.get())) {
            throw new NotFound("image with reference " + reference.familiar()
                    + " was found but does not match the specified platform: wanted " + asked.get() + ", actual: "
                    + config.platform());
        }
    }

    private static List<Layer> layers(Manifest manifest, ImageConfig config) {
        List<Digest> diffIds = config.rootfs().diffIds();
        List<Digest> chainIds = ChainId.of(diffIds);
        return IntStream.range(0, diffIds.size())
                .mapToObj(i -> new Layer(manifest.layers().get(i), diffIds.get(i), chainIds.get(i)))
                .toList();
    }
}
