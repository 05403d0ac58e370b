package io.djong.network;

import io.djong.kernel.KernelException;
import io.djong.kernel.nft.NftException;
import io.djong.model.error.Internal;

/** Work in the kernel, whose refusals become failures that name what was to be done. */
final class Attempt {
    private Attempt() {}

    /** Work with a result. */
    interface Making<T> {
        T make();
    }

    /** Work without one. */
    interface Doing {
        void act();
    }

    /** @param what a verb and its object, see {@link Internal#failedTo} */
    static <T> T to(String what, Making<T> work) {
        try {
            return work.make();
        } catch (KernelException | NftException e) {
            throw Internal.failedTo(what, e);
        }
    }

    /** @param what a verb and its object, see {@link Internal#failedTo} */
    static void to(String what, Doing work) {
        try {
            work.act();
        } catch (KernelException | NftException e) {
            throw Internal.failedTo(what, e);
        }
    }
}
