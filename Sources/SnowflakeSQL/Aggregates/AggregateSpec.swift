/// How an aggregate is computed: the kind, the types of its arguments, its order and its result.
struct AggregateSpec: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case sum = "SUM"
        case average = "AVG"
        case min = "MIN"
        case max = "MAX"
        case countIf = "COUNT_IF"
        case countDistinct = "COUNT"
        case approximateCount = "APPROX_COUNT_DISTINCT"
        case anyValue = "ANY_VALUE"
        case and = "BOOLAND_AGG"
        case or = "BOOLOR_AGG"
        case deviation = "STDDEV"
        case deviationPopulation = "STDDEV_POP"
        case variance = "VARIANCE"
        case variancePopulation = "VAR_POP"
        case median = "MEDIAN"
        case mode = "MODE"
        case correlation = "CORR"
        case covariance = "COVAR_SAMP"
        case covariancePopulation = "COVAR_POP"
        case percentile = "PERCENTILE_CONT"
        case percentileApproximate = "APPROX_PERCENTILE"
        case percentileDiscrete = "PERCENTILE_DISC"
        case minBy = "MIN_BY"
        case maxBy = "MAX_BY"
        case list = "LISTAGG"
        case array = "ARRAY_AGG"
        case object = "OBJECT_AGG"
        case uniqueArray = "ARRAY_UNIQUE_AGG"
        case bitAnd = "BITAND_AGG"
        case bitOr = "BITOR_AGG"
        case bitXor = "BITXOR_AGG"
        /// The first or the last value of a window that is not NULL.
        case firstPresent = "$FIRST_PRESENT"
        case lastPresent = "$LAST_PRESENT"
        /// The one value of a scalar subquery.
        case single = "$SINGLE"
    }

    static let synonyms = [
        "STDDEV_SAMP": "STDDEV", "VAR_SAMP": "VARIANCE", "VARIANCE_SAMP": "VARIANCE",
        "VARIANCE_POP": "VAR_POP", "ARRAYAGG": "ARRAY_AGG", "HLL": "APPROX_COUNT_DISTINCT",
        "STRING_AGG": "LISTAGG", "COUNTIF": "COUNT_IF",
    ]

    struct Direction: Hashable, Sendable {
        var descending: Bool
        var nullsFirst: Bool
    }

    var kind: Kind
    /// Types of the arguments, then of the terms of the order.
    var types: [DataType]
    var argumentCount: Int
    var isDistinct: Bool
    var order: [Direction]
    var result: DataType
}
