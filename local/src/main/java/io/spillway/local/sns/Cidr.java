package io.spillway.local.sns;

import java.math.BigInteger;
import java.net.InetAddress;

/** A network of IPv4 or IPv6 addresses, such as {@code 10.0.0.0/24}. */
record Cidr(InetAddress address, int prefixBits) {

    /**
     * @throws IllegalArgumentException if the text isn't a network
     */
    static Cidr parse(String text) {
        var parts = text.split("/", 2);
        var address = InetAddress.ofLiteral(parts[0]);
        int addressBits = address.getAddress().length * 8;
        int prefixBits = parts.length == 1 ? -1 : Integer.parseInt(parts[1]);
        if (prefixBits < 0 || prefixBits > addressBits) {
            throw new IllegalArgumentException(
                    "\"%s\" is no network: expected an address, a slash and a number from 0 to %d."
                            .formatted(text, addressBits));
        }
        return new Cidr(address, prefixBits);
    }

    /** Whether the text is an address of this network; text that is no address isn't. */
    boolean contains(String text) {
        InetAddress other;
        try {
            other = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
        return other.getAddress().length == address.getAddress().length
                && network(other).equals(network(address));
    }

    private BigInteger network(InetAddress of) {
        int hostBits = of.getAddress().length * 8 - prefixBits;
        return new BigInteger(1, of.getAddress()).shiftRight(hostBits);
    }
}
