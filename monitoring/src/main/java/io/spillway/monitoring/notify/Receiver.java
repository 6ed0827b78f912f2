package io.spillway.monitoring.notify;

import java.net.URI;

/** Where notifications go. Its name stands in logs; its address is a secret and never does. */
public sealed interface Receiver {

    /** Lowercase letters, digits and hyphens; of one receiver only. */
    String name();

    /** A Slack channel's incoming webhook. */
    record Slack(String name, URI url) implements Receiver {
        @Override
        public String toString() {
            return name + " (slack)";
        }
    }

    /** A Microsoft Teams channel's workflow that takes webhook requests. */
    record Teams(String name, URI url) implements Receiver {
        @Override
        public String toString() {
            return name + " (teams)";
        }
    }

    /**
     * A PagerDuty service's Events API v2.
     *
     * @param url of the Region that the account is in
     */
    record PagerDuty(String name, URI url, String routingKey) implements Receiver {
        @Override
        public String toString() {
            return name + " (pagerduty)";
        }
    }

    /** Anything that takes a POST of JSON. */
    record Webhook(String name, URI url) implements Receiver {
        @Override
        public String toString() {
            return name + " (webhook)";
        }
    }

    /** An SNS topic, to which e-mail addresses are subscribed. */
    record Topic(String name, String arn) implements Receiver {
        @Override
        public String toString() {
            return name + " (topic)";
        }
    }
}
