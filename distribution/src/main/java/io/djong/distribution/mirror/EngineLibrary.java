package io.djong.distribution.mirror;

import io.djong.distribution.catalog.ManifestDocument;
import io.djong.distribution.library.BlobContent;
import io.djong.distribution.library.Library;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.store.content.ContentInfo;
import io.djong.store.content.ContentStore;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.ImageStore;
import io.djong.store.image.NamedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The images of an engine, as a mirror of the registries that they came from: as far as their content is here as it
 * came, nothing else. A repository has the name that it has there; those of other registries than Docker Hub have the
 * host before it, as {@code registry.example/some/image}.
 *
 * <p>Whoever knows the digest of something may have it: content that is not to be had by everybody should not be served
 * by a mirror.
 */
public final class EngineLibrary implements Library {
    private final ImageStore images;
    private final ContentStore content;

    public EngineLibrary(ImageStore images, ContentStore content) {
        this.images = images;
        this.content = content;
    }

    @Override
    public String prefix(String namespace) {
        return namespace.equals(Reference.DEFAULT_DOMAIN) ? "" : namespace + "/";
    }

    private static Optional<Reference> reference(RepositoryName repository) {
        try {
            return Optional.of(Reference.parse(repository.text()));
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Descriptor> manifest(RepositoryName repository, ManifestName name) throws IOException {
        return switch (name) {
            case ManifestName.ByDigest(Digest digest) -> described(digest);
            case ManifestName.ByTag(String tag) -> tagged(repository, tag);
        };
    }

    /** The index where the engine has it, as the registry answers; the other platforms' images are not here. */
    private Optional<Descriptor> tagged(RepositoryName repository, String tag) throws IOException {
        Optional<ImageRecord> image = reference(repository).flatMap(name -> images.find(name.withTag(tag)));
        List<Digest> wanted = image.stream()
                .flatMap(found -> Stream.of(found.indexDigest(), found.manifestDigest()))
                .flatMap(Optional::stream)
                .toList();
        for (Digest digest : wanted) {
            Optional<Descriptor> manifest = described(digest);
            if (manifest.isPresent()) {
                return manifest;
            }
        }
        return Optional.empty();
    }

    private Optional<Descriptor> described(Digest digest) throws IOException {
        Optional<ContentInfo> info = content.info(digest).filter(found -> found.size() <= ManifestDocument.MAX);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        try {
            ManifestDocument document = ManifestDocument.parse("", content.read(digest));
            return Optional.of(
                    new Descriptor(document.mediaType(), digest, info.get().size()));
        } catch (NotFound | InvalidArgument | Refusal e) {
            return Optional.empty(); // gone, changed, or no manifest
        }
    }

    @Override
    public Optional<byte[]> document(RepositoryName repository, Descriptor manifest) throws IOException {
        try {
            return Optional.of(content.read(manifest.digest()));
        } catch (NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<BlobContent> blob(RepositoryName repository, Digest digest) throws IOException {
        Optional<Long> size = size(repository, digest);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        try {
            FileChannel file = content.channel(digest);
            return Optional.of(new BlobContent.Stored(file, size.get()));
        } catch (NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> size(RepositoryName repository, Digest digest) {
        return content.info(digest).map(ContentInfo::size);
    }

    @Override
    public Optional<List<String>> tags(RepositoryName repository, String after, int limit) {
        Optional<String> name = reference(repository).map(Reference::name);
        List<String> all = servable(
                        reference -> reference.tag().filter(_ -> name.equals(Optional.of(reference.name()))).stream())
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.stream()
                        .filter(tag -> tag.compareTo(after) > 0)
                        .limit(limit)
                        .toList());
    }

    @Override
    public List<String> repositories(String after, int limit) {
        return servable(reference -> Stream.of(
                        reference.domain().equals(Reference.DEFAULT_DOMAIN) ? reference.path() : reference.name()))
                .filter(name -> name.compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    /** Something of each name of those images that came with a manifest. */
    private Stream<String> servable(Function<Reference, Stream<String>> part) {
        return images.list().stream()
                .filter(named -> named.image().manifestDigest().isPresent())
                .map(NamedImage::names)
                .flatMap(List::stream)
                .flatMap(part)
                .distinct()
                .sorted();
    }

    /** What refers to an image is not kept by engines. */
    @Override
    public List<Descriptor> referrers(
            RepositoryName repository, Digest subject, String artifactType, String after, int limit) {
        return List.of();
    }
}
