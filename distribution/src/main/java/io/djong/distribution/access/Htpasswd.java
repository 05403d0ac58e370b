package io.djong.distribution.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Users and their passwords' bcrypt hashes, in the form of Apache's htpasswd ({@code htpasswd -B}). The file is read again
 * once it changes. A password that was right is remembered, in a form that tells nothing of it, since to check one takes
 * bcrypt a tenth of a second on purpose.
 */
public final class Htpasswd {
    private static final int REMEMBERED = 1_000;
    private static final int CHECKED_AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Bcrypt looks at no more; more is sent by nobody who means well. */
    private static final int MAX_PASSWORD = 1_024;

    /** The hash of nothing that anybody knows: to refuse an unknown user takes as long as a known one. */
    private static final String NOBODY = "$2y$10$abcdefghijklmnopqrstuuKo6m2yVoVhJt1cPvDQoTQ3zl4ZYo3nO";

    private final Path file;
    private final byte[] salt = new byte[32];
    private final Semaphore checking = new Semaphore(CHECKED_AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private Map<String, String> hashes = Map.of();
    private FileTime read = FileTime.fromMillis(-1);
    private final Map<String, Boolean> right = new LinkedHashMap<>(16, 0.75f, true);

    public Htpasswd(Path file) {
        this.file = file;
        new SecureRandom().nextBytes(salt);
    }

    /** Reads the file now. @throws IOException if it cannot be read, or has another form */
    public void check() throws IOException {
        var _ = current();
    }

    /** Whether that is the user's password. @throws Refusal if too many passwords are being checked */
    public boolean isRight(String user, String password) throws IOException {
        if (password.length() > MAX_PASSWORD) {
            return false;
        }
        String hash = current().get(user);
        String key = key(user, password, String.valueOf(hash));
        if (isRemembered(key)) {
            return true;
        }
        boolean ok = check(password, hash == null ? NOBODY : hash) && hash != null;
        if (ok) {
            remember(key);
        }
        return ok;
    }

    private boolean check(String password, String hash) {
        try {
            if (!checking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal(ErrorCode.TOOMANYREQUESTS, "too many passwords are being checked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.UNAVAILABLE, "the registry is closing");
        }
        try {
            return BCrypt.verifyer()
                    .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
                    .verified;
        } catch (IllegalArgumentException e) {
            return false; // longer than bcrypt takes
        } finally {
            checking.release();
        }
    }

    private Map<String, String> current() throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        lock.lock();
        try {
            if (!modified.equals(read)) {
                hashes = parse();
                read = modified;
                right.clear();
            }
            return hashes;
        } finally {
            lock.unlock();
        }
    }

    private Map<String, String> parse() throws IOException {
        Map<String, String> users = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            int colon = entry.indexOf(':');
            String hash = entry.substring(colon + 1);
            if (colon < 1 || !hash.matches("\\$2[abxy]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}")) {
                throw new IOException(
                        file + ", line " + number + ": not a user and a bcrypt hash (htpasswd -B makes them)");
            }
            users.put(entry.substring(0, colon), hash);
        }
        return Map.copyOf(users);
    }

    private boolean isRemembered(String key) {
        lock.lock();
        try {
            return right.get(key) != null;
        } finally {
            lock.unlock();
        }
    }

    private void remember(String key) {
        lock.lock();
        try {
            right.put(key, true);
            if (right.size() > REMEMBERED) {
                right.remove(right.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private String key(String user, String password, String hash) {
        MessageDigest hasher = Digest.sha256Hasher();
        hasher.update(salt);
        for (String part : List.of(user, password, hash)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            hasher.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            hasher.update(bytes);
        }
        return HexFormat.of().formatHex(hasher.digest());
    }
}
