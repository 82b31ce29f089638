import Encodings
import Experiments

/// The keys of a result in the order of the contract, for JSON and CSV alike.
enum EffectColumns {
    typealias Column = (name: String, value: @Sendable (EffectResult) -> JSONValue)

    static let list: [Column] = [
        ("metric", { .string($0.metric) }),
        ("segment", { .string(text($0.segment)) }),
        ("estimator", { .string($0.estimator.rawValue) }),
        ("control", { .string($0.control) }),
        ("treatment", { .string($0.treatment) }),
        ("n_control", { .integer($0.controlCount) }),
        ("n_treatment", { .integer($0.treatmentCount) }),
        ("mean_control", { .optional($0.meanControl) }),
        ("mean_treatment", { .optional($0.meanTreatment) }),
        ("effect_size", { .optional($0.effect) }),
        ("std_error", { .optional($0.standardError) }),
        ("effect_size_ci_lower", { .optional($0.lower) }),
        ("effect_size_ci_upper", { .optional($0.upper) }),
        ("rel_effect_size", { .optional($0.relativeEffect) }),
        ("rel_effect_size_ci_lower", { .optional($0.relativeLower) }),
        ("rel_effect_size_ci_upper", { .optional($0.relativeUpper) }),
        ("statistic", { .optional($0.statistic) }),
        ("df", { .optional($0.degreesOfFreedom) }),
        ("pvalue", { .optional($0.pValue) }),
        ("pvalue_holm", { .optional($0.pValueHolm) }),
        ("pvalue_bh", { .optional($0.pValueBH) }),
        ("se_type", { .string($0.errorKind) }),
        ("log10_pvalue", { .optional($0.log10PValue) }),
        ("pvalue_by", { .optional($0.pValueBY) }),
        ("pvalue_dunnett", { .optional($0.pValueDunnett) }),
        ("rel_ci_method", { $0.relativeMethod.map { .string($0) } ?? .null }),
        ("fcr_ci_lower", { .optional($0.selectedLower) }),
        ("fcr_ci_upper", { .optional($0.selectedUpper) }),
        ("anytime_ci_lower", { .optional($0.anytimeLower) }),
        ("anytime_ci_upper", { .optional($0.anytimeUpper) }),
        ("minimum_detectable_effect", { .optional($0.minimumDetectableEffect) }),
        ("variance_reduction", { .optional($0.varianceReduction) }),
    ]

    /// `column=value;column=value`, empty for everybody.
    static func text(_ segment: SegmentName?) -> String {
        segment?.parts.map { "\($0.column)=\($0.value)" }.joined(separator: ";") ?? ""
    }
}
