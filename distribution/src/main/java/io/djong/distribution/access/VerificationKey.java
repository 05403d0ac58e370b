package io.djong.distribution.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** A key that a token's signature is checked with (RFC 7518). The key decides which algorithms it is good for. */
sealed interface VerificationKey {
    boolean verifies(String algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException;

    /** A secret that only this registry knows. */
    record Shared(SecretKey key) implements VerificationKey {
        static final String ALGORITHM = "HS256";

        @Override
        public boolean verifies(String algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException {
            return algorithm.equals(ALGORITHM) && MessageDigest.isEqual(sign(signed), signature);
        }

        byte[] sign(byte[] bytes) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(bytes);
        }
    }

    /** The public key of a token server. */
    record Public(PublicKey key) implements VerificationKey {
        @Override
        public boolean verifies(String algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException {
            Optional<Signature> verifier = verifier(algorithm);
            if (verifier.isEmpty()) {
                return false;
            }
            verifier.get().initVerify(key);
            verifier.get().update(signed);
            return verifier.get().verify(signature);
        }

        private Optional<Signature> verifier(String algorithm) throws GeneralSecurityException {
            String bits = algorithm.length() == 5 ? algorithm.substring(2) : "";
            boolean known = bits.equals("256") || bits.equals("384") || bits.equals("512");
            if (key instanceof EdECPublicKey) {
                return algorithm.equals("EdDSA") || algorithm.equals("Ed25519")
                        ? Optional.of(Signature.getInstance("EdDSA"))
                        : Optional.empty();
            }
            if (!known) {
                return Optional.empty();
            }
            if (key instanceof RSAPublicKey && algorithm.startsWith("RS")) {
                return Optional.of(Signature.getInstance("SHA" + bits + "withRSA"));
            }
            if (key instanceof RSAPublicKey && algorithm.startsWith("PS")) {
                return Optional.of(pss(bits));
            }
            return key instanceof ECPublicKey && algorithm.startsWith("ES")
                    ? Optional.of(Signature.getInstance("SHA" + bits + "withECDSAinP1363Format"))
                    : Optional.empty();
        }

        private static Signature pss(String bits) throws GeneralSecurityException {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            String hash = "SHA-" + bits;
            signature.setParameter(
                    new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1));
            return signature;
        }
    }
}
