package io.djong.store.db;

import io.djong.model.error.Internal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One connection with its prepared statements. Used by one thread at a time. */
final class Link implements Transaction, AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 10_000;

    private final Path file;
    private final Connection connection;
    /** Statements that are not in use; one in use is taken out, so that a mapper may run the same query. */
    private final Map<String, PreparedStatement> idle = new HashMap<>();

    private Link(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens a connection that begins and ends its transactions itself, by {@link #run}. */
    static Link open(Path file) {
        try {
            Link link = new Link(file, JDBC.createConnection("jdbc:sqlite:" + file, new Properties()));
            link.run("PRAGMA busy_timeout=" + BUSY_TIMEOUT_MS);
            return link;
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
    }

    /** Runs a statement that is not worth keeping. */
    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(file, sql, e);
        }
    }

    @Override
    public <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
        return query(sql, mapper, Integer.MAX_VALUE, arguments);
    }

    @Override
    public <T> Optional<T> first(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
        return query(sql, mapper, 1, arguments).stream().findFirst();
    }

    @Override
    public int execute(String sql, @Nullable Object... arguments) {
        return with(sql, arguments, PreparedStatement::executeUpdate);
    }

    @Override
    public long insert(String sql, @Nullable Object... arguments) {
        execute(sql, arguments);
        return number("SELECT last_insert_rowid()");
    }

    private <T> List<T> query(String sql, Row.Mapper<T> mapper, int limit, @Nullable Object... arguments) {
        return with(sql, arguments, statement -> {
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                Cursor cursor = new Cursor(file, rows);
                while (found.size() < limit && rows.next()) {
                    found.add(mapper.map(cursor));
                }
            }
            return found;
        });
    }

    private <T> T with(String sql, @Nullable Object[] arguments, Use<T> use) {
        try {
            PreparedStatement kept = idle.remove(sql);
            PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
            try {
                bind(statement, arguments);
                return use.apply(statement);
            } finally {
                release(sql, statement);
            }
        } catch (SQLException e) {
            throw failure(file, sql, e);
        }
    }

    private void release(String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement twin = idle.putIfAbsent(sql, statement);
        if (twin != null) {
            statement.close();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case null -> statement.setNull(i + 1, java.sql.Types.NULL);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Object other -> statement.setString(i + 1, other.toString());
            }
        }
    }

    static Internal failure(Path file, String operation, SQLException e) {
        if (e instanceof SQLiteException sqlite) {
            SQLiteErrorCode code = sqlite.getResultCode();
            if (code == SQLiteErrorCode.SQLITE_NOTADB || (code.code & 0xff) == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                return new Internal(
                        "the state database " + file + " is damaged; restore it from a backup, or move it away to"
                                + " start with an empty state: " + e.getMessage(),
                        e);
            }
        }
        return new Internal("state database " + file + ": " + operation + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : idle.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw failure(file, "close", e);
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T apply(PreparedStatement statement) throws SQLException;
    }

    private record Cursor(Path file, ResultSet rows) implements Row {
        @Override
        public String text(int column) {
            return optionalText(column).orElse("");
        }

        @Override
        public Optional<String> optionalText(int column) {
            try {
                return Optional.ofNullable(rows.getString(column));
            } catch (SQLException e) {
                throw failure(file, "read column " + column, e);
            }
        }

        @Override
        public long integer(int column) {
            try {
                return rows.getLong(column);
            } catch (SQLException e) {
                throw failure(file, "read column " + column, e);
            }
        }

        @Override
        public byte[] bytes(int column) {
            try {
                byte[] bytes = rows.getBytes(column);
                return bytes == null ? new byte[0] : bytes;
            } catch (SQLException e) {
                throw failure(file, "read column " + column, e);
            }
        }
    }
}
