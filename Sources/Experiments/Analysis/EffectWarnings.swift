import Uplift

/// What a reader must know of the effects before trusting them.
enum EffectWarnings {
    /// Below these an interval's claim is not certain; see `docs/calibration.md`.
    static let enoughUnits = 200
    static let enoughEvents = 20

    static func list(_ answers: [EffectAnswer], table: ExperimentTable) -> [UpliftReadout.Warning] {
        var warnings: [UpliftReadout.Warning] = []
        func add(_ code: String, _ answers: [EffectAnswer], _ sentence: (String) -> String) {
            guard !answers.isEmpty else { return }
            let places = answers.map { place($0) }
            let shown = places.prefix(5).joined(separator: "; ")
            let more = places.count > 5 ? " and \(places.count - 5) more" : ""
            warnings.append(UpliftReadout.Warning(code: code, message: sentence(shown + more)))
        }
        add("not_identified", answers.filter { $0.control.count < 2 || $0.treatment.count < 2 }) {
            "No effect can be told where an arm has fewer than two units: \($0). No number is given there."
        }
        add("no_variation", answers.filter { isEmpty($0) }) {
            "The metric does not vary in either arm, so that an error cannot be estimated: \($0)."
        }
        add(
            "small_sample",
            answers.filter { answer in
                answer.control.count > 1 && answer.treatment.count > 1 && !isEmpty(answer)
                    && (min(answer.control.count, answer.treatment.count) < enoughUnits
                        || min(answer.controlEvents, answer.treatmentEvents) < enoughEvents)
            }
        ) {
            "Fewer than \(enoughUnits) units or \(enoughEvents) events in an arm, so that intervals may be "
                + "too narrow: \($0)."
        }
        add("separation", answers.filter(\.isSeparated)) {
            "A covariate tells outcomes of 0 and 1 apart without error, so that the logit has Firth's penalty: \($0)."
        }
        let left =
            (table.design.isEmpty ? [] : ["CUPED"])
            + (table.outcomes.contains(where: \.isBinary) ? ["logit"] : [])
        for (part, name) in [(table.weights == nil, "weights"), (table.clusters == nil, "clusters")]
        where !part && !left.isEmpty {
            warnings.append(
                UpliftReadout.Warning(
                    code: "\(name)_left_out",
                    message: left.joined(separator: " and ")
                        + " do\(left.count == 1 ? "es" : "") not take \(name); the "
                        + "other estimators, pooled effects and decisions do."))
        }
        let dropped = answers.filter { $0.segment == nil }.flatMap(\.results).flatMap(\.droppedColumns)
        var names: [String] = []
        for name in dropped where !names.contains(name) { names.append(name) }
        if !names.isEmpty {
            warnings.append(
                UpliftReadout.Warning(
                    code: "redundant_covariate",
                    message: "Left out because they do not vary or say what others say: "
                        + names.joined(separator: ", ") + "."))
        }
        return warnings
    }

    private static func isEmpty(_ answer: EffectAnswer) -> Bool {
        answer.control.count > 1 && answer.treatment.count > 1
            && answer.control.squaredDeviations == 0 && answer.treatment.squaredDeviations == 0
    }

    private static func place(_ answer: EffectAnswer) -> String {
        answer.metric + ", " + answer.treatmentName + (answer.segment.map { ", " + $0.text } ?? "")
    }
}
