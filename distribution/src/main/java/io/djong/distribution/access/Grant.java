package io.djong.distribution.access;

/** Somebody, and what he may do. */
public interface Grant {
    /** His name, for the log; empty where he has none. */
    String user();

    boolean allows(Need need);

    /** One who may do everything. */
    record Everything(String user) implements Grant {
        @Override
        public boolean allows(Need need) {
            return true;
        }
    }
}
