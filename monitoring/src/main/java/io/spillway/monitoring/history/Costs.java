package io.spillway.monitoring.history;

import io.spillway.pipeline.routing.Route;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates what the computing of a work item cost: its time on the function or in a job of its
 * phase's first size. Requests, a container's start and what attempts before the last one used are
 * not counted.
 *
 * <p>Source of the prices: AWS price lists of us-east-1, 2026: Lambda on ARM, AWS Fargate on x86,
 * Linux.
 */
final class Costs {

    private static final BigDecimal LAMBDA_GIB_SECOND = new BigDecimal("0.0000133334");
    private static final BigDecimal LAMBDA_REQUEST = new BigDecimal("0.0000002");
    private static final BigDecimal FARGATE_VCPU_HOUR = new BigDecimal("0.04048");
    private static final BigDecimal FARGATE_GIB_HOUR = new BigDecimal("0.004445");

    /** Spot's price moves; it is some 70 % less. */
    private static final BigDecimal SPOT_SHARE = new BigDecimal("0.3");

    private static final BigDecimal MIB_PER_GIB = BigDecimal.valueOf(1_024);
    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1_000);
    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);
    private static final int NANODOLLARS = 9;

    private final long functionMemoryMib;
    private final Map<String, JobSize> jobSizes;

    /**
     * @param jobSizes by phase
     */
    Costs(long functionMemoryMib, Map<String, JobSize> jobSizes) {
        this.functionMemoryMib = functionMemoryMib;
        this.jobSizes = Map.copyOf(jobSizes);
    }

    /**
     * In US dollars, to the billionth.
     *
     * @return empty where nothing ran, or the size of the phase's jobs isn't known
     */
    Optional<BigDecimal> of(Route route, String phase, Duration took) {
        var millis = BigDecimal.valueOf(Math.max(0, took.toMillis()));
        return switch (route) {
            case Route.Inline _ -> Optional.of(rounded(inline(millis)));
            case Route.Batch _ ->
                    Optional.ofNullable(jobSizes.get(phase))
                            .map(size -> rounded(job(size, millis)));
            case Route.Ignored _, Route.Rejected _ -> Optional.empty();
        };
    }

    private BigDecimal inline(BigDecimal millis) {
        return gib(functionMemoryMib)
                .multiply(LAMBDA_GIB_SECOND)
                .multiply(millis)
                .divide(MILLIS_PER_SECOND, MathContext.DECIMAL64)
                .add(LAMBDA_REQUEST);
    }

    private static BigDecimal job(JobSize size, BigDecimal millis) {
        var anHour =
                size.vcpu()
                        .multiply(FARGATE_VCPU_HOUR)
                        .add(gib(size.memoryMib()).multiply(FARGATE_GIB_HOUR));
        var cost = anHour.multiply(millis).divide(MILLIS_PER_HOUR, MathContext.DECIMAL64);
        return size.spot() ? cost.multiply(SPOT_SHARE) : cost;
    }

    private static BigDecimal gib(long mib) {
        return BigDecimal.valueOf(mib).divide(MIB_PER_GIB, MathContext.DECIMAL64);
    }

    private static BigDecimal rounded(BigDecimal dollars) {
        return dollars.setScale(NANODOLLARS, RoundingMode.HALF_UP);
    }

    /** The same in billionths of a dollar. */
    static long nanodollars(BigDecimal dollars) {
        return dollars.movePointRight(NANODOLLARS).longValueExact();
    }
}
