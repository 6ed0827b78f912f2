package io.spillway.local.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML document that was read.
 *
 * @param name without its namespace
 * @param text of this element alone
 */
record XmlElement(String name, String text, List<XmlElement> children) {

    private static final XMLInputFactory FACTORY = factory();
    private static final int DEPTH = 16;

    XmlElement {
        children = List.copyOf(children);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * Reads a document.
     *
     * @throws S3Error if it isn't XML, or its root has another name
     */
    static XmlElement read(byte[] document, String root) {
        var element = read(document);
        if (!element.name.equals(root)) {
            throw S3Error.malformedXml("its root is %s, expected %s".formatted(element.name, root));
        }
        return element;
    }

    private static XmlElement read(byte[] document) {
        try {
            var reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw S3Error.malformedXml("it has a document type");
                }
            }
            var root = element(reader, 1);
            while (reader.hasNext()) {
                reader.next();
            }
            return root;
        } catch (XMLStreamException e) {
            throw S3Error.malformedXml("line " + e.getLocation().getLineNumber());
        }
    }

    private static XmlElement element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEPTH) {
            throw S3Error.malformedXml("it is nested deeper than " + DEPTH);
        }
        var name = reader.getLocalName();
        var text = new StringBuilder();
        var children = new ArrayList<XmlElement>();
        for (int event = reader.next();
                event != XMLStreamConstants.END_ELEMENT;
                event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return new XmlElement(name, text.toString(), children);
    }

    List<XmlElement> all(String child) {
        return children.stream().filter(element -> element.name.equals(child)).toList();
    }

    Optional<XmlElement> first(String child) {
        return children.stream().filter(element -> element.name.equals(child)).findFirst();
    }

    Optional<String> value(String child) {
        return first(child).map(XmlElement::text);
    }

    /**
     * A child's text.
     *
     * @throws S3Error if there is no such child
     */
    String require(String child) {
        return value(child)
                .orElseThrow(() -> S3Error.malformedXml("%s has no %s".formatted(name, child)));
    }
}
