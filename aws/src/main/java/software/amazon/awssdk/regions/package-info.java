/** A class that stands in for one of the SDK's, so that a cold start costs less. */
package software.amazon.awssdk.regions;
