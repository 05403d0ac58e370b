package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {
    /** Where the inner key begins in the common form of an RSA key of 2048 bits. */
    private static final int RSA_OFFSET = 26;

    @TempDir
    Path directory;

    private PrivateKey read(String label, byte[] content) throws IOException {
        Path file = directory.resolve("key.pem");
        String text = Base64.getMimeEncoder().encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
        return Pem.key(file);
    }

    @Test
    void rsaKeysOfBothForms() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        byte[] common = key.getEncoded();
        assertEquals(key, read("PRIVATE KEY", common));
        assertEquals(key, read("RSA PRIVATE KEY", Arrays.copyOfRange(common, RSA_OFFSET, common.length)));
    }

    @Test
    void curveKeysOfBothForms() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        PrivateKey key = generator.generateKeyPair().getPrivate();
        assertEquals(key, read("PRIVATE KEY", key.getEncoded()));
        byte[] secret = ((ECPrivateKey) key).getS().toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, secret.length);
        System.arraycopy(secret, secret.length - length, padded, 32 - length, length);
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        own.writeBytes(HexFormat.of().parseHex("30310201010420"));
        own.writeBytes(padded);
        own.writeBytes(HexFormat.of().parseHex("a00a06082a8648ce3d030107"));
        assertEquals(((ECPrivateKey) key).getS(), ((ECPrivateKey) read("EC PRIVATE KEY", own.toByteArray())).getS());
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThrows(IOException.class, () -> read("CERTIFICATE", new byte[3]));
        assertThrows(IOException.class, () -> read("PRIVATE KEY", new byte[3]));
        assertThrows(IOException.class, () -> read("EC PRIVATE KEY", new byte[30]));
    }
}
