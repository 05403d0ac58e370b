package io.djong.it.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;

/** A program that sends every datagram back, for want of one in busybox; run in a container's network namespace. */
final class UdpEcho {
    private UdpEcho() {}

    /** The port is the only argument. */
    public static void main(String[] arguments) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(Integer.parseInt(arguments[0]))) {
            DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
            while (true) {
                socket.receive(packet);
                socket.send(packet);
                packet.setLength(1500);
            }
        }
    }
}
