package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What administrators say of single hosts, each in a directory of its name: {@code *.crt} are authorities to trust, {@code
 * NAME.cert} with {@code NAME.key} is what this side shows of itself, and {@code hosts.toml} says where else the content
 * is. Read anew for each operation, so that a change needs no restart.
 */
final class HostDirectories {
    private final List<Path> roots;

    /** @param roots of which the first that has a directory for a host counts */
    HostDirectories(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    private Optional<Path> directory(String name) {
        boolean plain = !name.isEmpty() && name.indexOf('/') < 0 && !name.startsWith(".");
        return roots.stream()
                .map(root -> root.resolve(plain ? name : "_"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** @throws InvalidArgument if a certificate lacks its key, or the other way round */
    Tls tls(String authority) {
        Optional<Path> directory = directory(authority);
        return directory.isEmpty() ? Tls.PLAIN : tls(directory.get());
    }

    private static Tls tls(Path directory) {
        List<Path> authorities = new ArrayList<>();
        List<Tls.Identity> identities = new ArrayList<>();
        long version = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                int dot = name.lastIndexOf('.');
                String stem = dot < 0 ? name : name.substring(0, dot);
                Path key = file.resolveSibling(stem + ".key");
                Path certificate = file.resolveSibling(stem + ".cert");
                switch (dot < 0 ? "" : name.substring(dot)) {
                    case ".crt" -> authorities.add(file);
                    case ".cert" -> identities.add(new Tls.Identity(certificate, require(key, name)));
                    case ".key" -> {
                        Path _ = require(certificate, name);
                    }
                    default -> {
                        continue;
                    }
                }
                version = Math.max(version, Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException e) {
            throw new InvalidArgument("cannot read " + directory + ": " + e.getMessage(), e);
        }
        authorities.sort(null);
        identities.sort((a, b) -> a.certificate().compareTo(b.certificate()));
        return new Tls(authorities, identities, false, version);
    }

    private static Path require(Path wanted, String file) {
        if (Files.exists(wanted)) {
            return wanted;
        }
        throw new InvalidArgument(
                file.endsWith(".cert")
                        ? "missing key " + wanted.getFileName() + " for client certificate " + file
                                + ". CA certificates must use the extension .crt"
                        : "missing client certificate " + wanted.getFileName() + " for key " + file);
    }

    /**
     * What {@code hosts.toml} says of a registry; that of {@code _default} where it has none.
     *
     * @throws InvalidArgument that names the file if it is malformed
     */
    Optional<HostsFile> hosts(String domain) {
        for (String name : List.of(domain, "_default")) {
            Optional<Path> file = directory(name)
                    .map(directory -> directory.resolve("hosts.toml"))
                    .filter(Files::isRegularFile);
            if (file.isPresent()) {
                return Optional.of(HostsFile.read(file.get()));
            }
        }
        return Optional.empty();
    }
}
