package io.spillway.local.s3;

/** The one account that owns everything here. */
final class Owner {

    /** The account number that local AWS stand-ins use by custom. */
    static final String ID = "000000000000";

    private Owner() {}

    static Xml addTo(Xml xml, String element) {
        return xml.open(element).add("ID", ID).add("DisplayName", "spillway").close(element);
    }
}
