package io.djong.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of a registry on one connection that costs next to nothing itself: what is measured is the other side. */
final class RegistryConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] scrap = new byte[256 << 10];
    private String location = "";

    RegistryConnection(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        this.out = socket.getOutputStream();
    }

    /** Pushes a blob as docker does: a session, the bytes, the digest. */
    void push(String repository, byte[] blob, String digest) throws IOException {
        exchange("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0], 202);
        exchange("PATCH", location, blob, 202);
        String separator = location.contains("?") ? "&" : "?";
        exchange("PUT", location + separator + "digest=" + digest, new byte[0], 201);
    }

    /** Pulls a blob. @return its size */
    long pull(String repository, String digest) throws IOException {
        return exchange("GET", "/v2/" + repository + "/blobs/" + digest, new byte[0], 200);
    }

    private long exchange(String method, String target, byte[] body, int expected) throws IOException {
        String head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length
                + "\r\nContent-Type: application/octet-stream\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        String status = line();
        if (!status.startsWith("HTTP/1.1 " + expected)) {
            throw new IOException(method + " " + target + ": " + status);
        }
        long length = headers();
        for (long left = length; left > 0; ) {
            int got = in.read(scrap, 0, (int) Math.min(left, scrap.length));
            if (got < 0) {
                throw new IOException(method + " " + target + ": the body breaks off");
            }
            left -= got;
        }
        return length;
    }

    /** @return the body's length */
    private long headers() throws IOException {
        long length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            } else if (line.regionMatches(true, 0, "Location:", 0, 9)) {
                URI place = URI.create(line.substring(9).strip());
                location = place.getRawPath() + (place.getRawQuery() == null ? "" : "?" + place.getRawQuery());
            }
        }
        return length;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder(80);
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new IOException("the registry closed the connection");
            }
            if (value != '\r') {
                text.append((char) value);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
