package io.djong.runtime.meter;

import io.djong.kernel.file.OpenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The open files of one control group, closed together. */
final class GroupFiles implements AutoCloseable {
    private final CounterText text;
    private final List<OpenFile> opened = new ArrayList<>();

    GroupFiles(CounterText text) {
        this.text = text;
    }

    /** A file of the group; it may not be there. If it cannot be opened for another reason, all are closed. */
    GroupFile file(Path directory, String name) {
        try {
            GroupFile file = new GroupFile(CounterText.open(directory.resolve(name)), text);
            file.opened().ifPresent(opened::add);
            return file;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        opened.forEach(OpenFile::close);
    }
}
