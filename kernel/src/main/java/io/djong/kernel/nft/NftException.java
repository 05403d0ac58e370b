package io.djong.kernel.nft;

/** Rules that could not be made, listed or removed, in the words of libnftables or the kernel. */
public final class NftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NftException(String message) {
        super(message);
    }

    public NftException(String message, Throwable cause) {
        super(message, cause);
    }
}
