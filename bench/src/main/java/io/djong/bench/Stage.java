package io.djong.bench;

/** What an engine has while a command is measured. */
interface Stage {
    /** Makes it; not measured. */
    void set(Contender contender);

    /** Removes it; not measured. */
    default void strike(Contender contender) {
        contender.clear();
    }

    /**
     * Containers that run.
     *
     * @param containers how many; the first is named {@code bench}
     */
    record Sleepers(int containers) implements Stage {
        @Override
        public void set(Contender contender) {
            if (containers > 0) {
                contender.docker().ok("run", "-d", "--name", "bench", "busybox", "sleep", "100000");
                Contender.runSleepers(contender.daemon(), containers - 1);
            }
        }
    }

    /**
     * Images, and containers of them that do not run.
     *
     * @param images how many, each of an id of its own
     */
    record ManyImages(int images, int containers) implements Stage {
        @Override
        public void set(Contender contender) {
            for (int i = 0; i < images; i++) {
                make(contender, name(i));
            }
            for (int i = 0; i < containers; i++) {
                contender.docker().ok("create", name(i % images), "true");
            }
        }

        @Override
        public void strike(Contender contender) {
            contender.clear();
            for (int i = 0; i < images; i++) {
                contender.docker().ok("rmi", name(i));
            }
        }

        private static String name(int number) {
            return "bench-many:" + number;
        }

        /** An image of its own id: {@code busybox} and one empty change. */
        static void make(Contender contender, String name) {
            String container =
                    contender.docker().ok("create", "busybox", "true").line();
            contender.docker().ok("commit", "--change", "LABEL bench=" + name, container, name);
            contender.docker().ok("rm", container);
        }
    }
}
