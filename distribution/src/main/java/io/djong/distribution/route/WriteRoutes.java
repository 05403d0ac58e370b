package io.djong.distribution.route;

import io.djong.distribution.catalog.Catalog;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.distribution.upload.Uploads;
import io.djong.http.Response;
import java.util.function.Predicate;

/** What changes repositories. */
public final class WriteRoutes {
    private final Catalog catalog;
    private final Predicate<RepositoryName> cached;
    private final Runnable deleted;
    private final UploadRoutes uploads;
    private final ManifestRoutes manifests;

    /**
     * @param cached which repositories are another registry's: nothing is pushed to them
     * @param deleted called after something may have become garbage
     */
    public WriteRoutes(Catalog catalog, Uploads uploads, Predicate<RepositoryName> cached, Runnable deleted) {
        this.catalog = catalog;
        this.cached = cached;
        this.deleted = deleted;
        this.uploads = new UploadRoutes(catalog, uploads);
        this.manifests = new ManifestRoutes(catalog);
    }

    /** To push blobs to a repository. */
    UploadRoutes uploads(RepositoryName repository) {
        requireOwn(repository);
        return uploads;
    }

    /** To push manifests to a repository. */
    ManifestRoutes manifests(RepositoryName repository) {
        requireOwn(repository);
        return manifests;
    }

    private void requireOwn(RepositoryName repository) {
        if (cached.test(repository)) {
            throw new Refusal(ErrorCode.UNSUPPORTED, repository + " is a cache of another registry's repository");
        }
    }

    /** @throws Refusal if there is no such manifest */
    void delete(Address.Manifest address, Response response) {
        catalog.delete(address.repository(), address.name());
        response.status(202);
        deleted.run();
    }

    /** @throws Refusal if there is no such blob */
    void delete(Address.Blob address, Response response) {
        if (!catalog.removeBlob(address.repository(), address.digest())) {
            throw BlobRoutes.unknown(address.digest());
        }
        response.status(202).header("Docker-Content-Digest", address.digest().toString());
        deleted.run();
    }
}
