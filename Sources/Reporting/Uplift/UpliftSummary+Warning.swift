import Experiments

/// What comes before everything: why nothing may be used yet, or nothing said by segment.
extension UpliftSummary {
    /// Why nothing may be used yet, or nothing said by segment; the first sentence where there is one.
    var warning: String? {
        if let row = readout.sampleRatios.first(where: { $0.verdict == .alarm }) {
            let place = row.segment.map { " in \($0.text)" } ?? ""
            let stray = row.strayArms.joined(separator: ", ")
            return "Do not use these numbers yet: "
                + (stray.isEmpty
                    ? "the arms do not have their planned sizes\(place)."
                    : "\(stray) was planned to have no units and has some\(place).")
        }
        return readout.alarm.map { "Do not use these numbers yet: \($0)" } ?? oneArmed
    }

    /// Every segment got one arm only, so that segments and arms are one thing.
    var oneArmed: String? {
        let rows = readout.decisions.filter { $0.segment != nil }
        guard let name = rows.first?.segment?.parts.map(\.column).joined(separator: " and "),
            rows.allSatisfy({ $0.controlCount == 0 || $0.treatmentCount == 0 })
        else { return nil }
        let examples = actions.segments.prefix(UpliftSummary.named).map { place in
            let part = rows.filter { $0.segment == place.segment }
            let arm = part.first { $0.treatmentCount > 0 }?.treatment ?? readout.control
            return "\(place.place): \(arm)"
        }
        let more = actions.segments.count - examples.count
        return
            "Nothing can be concluded by segment: no \(name) has both \(readout.control) and a treatment "
            + "(\(examples.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")), so that the effect and the "
            + "\(name) cannot be told apart. An experiment gives every arm to every \(name)."
    }

    var withheld: String? {
        readout.treatments.count > 1 || actions.segments.count > 1
            ? "The best of several treatments or segments is withheld until the cause is known." : nil
    }
}
