package io.spillway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.GeneratedServiceMetadataProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/** Our stand-in for one of the SDK's classes, held to the class it stands in for. */
class ServiceMetadataTest {

    private static final String NAME = GeneratedServiceMetadataProvider.class.getName();

    @ParameterizedTest
    @ValueSource(strings = {"batch", "s3", "sns", "sqs"})
    void ofAServiceInUseOursTellsWhatTheSdksTells(String service) throws Exception {
        var ours = told(GeneratedServiceMetadataProvider.class, service);

        try (var sdk = sdkAlone()) {
            assertThat(ours).isEqualTo(told(sdk.loadClass(NAME), service));
        }
        assertThat(ours).hasSizeGreaterThan(30);
    }

    @Test
    void aServiceThatIsNotInUseIsFoundByItsName() {
        assertThat(ServiceMetadata.of("glacier-of-tomorrow").signingRegion(Region.EU_CENTRAL_1))
                .isEqualTo(Region.EU_CENTRAL_1);
    }

    /** Signing region and endpoint of each region, as text: the classes are of two loaders. */
    private static Map<String, String> told(Class<?> provider, String service) throws Exception {
        var loader = provider.getClassLoader();
        var metadata =
                provider.getMethod("serviceMetadata", String.class)
                        .invoke(provider.getConstructor().newInstance(), service);
        var kind = loader.loadClass(ServiceMetadata.class.getName());
        var regionKind = loader.loadClass(Region.class.getName());
        var signingRegion = kind.getMethod("signingRegion", regionKind);
        var endpoint = kind.getMethod("endpointFor", regionKind);
        var byRegion = new LinkedHashMap<String, String>();
        for (var region : Region.regions()) {
            var there = regionKind.getMethod("of", String.class).invoke(null, region.id());
            byRegion.put(
                    region.id(),
                    signingRegion.invoke(metadata, there) + " " + endpoint.invoke(metadata, there));
        }
        return byRegion;
    }

    /** The class path without the module's own classes. */
    private static URLClassLoader sdkAlone() throws Exception {
        var ours =
                GeneratedServiceMetadataProvider.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation();
        var entries = System.getProperty("java.class.path").split(File.pathSeparator);
        var urls =
                Arrays.stream(entries)
                        .map(ServiceMetadataTest::url)
                        .filter(url -> !url.equals(ours))
                        .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(entry, e);
        }
    }
}
