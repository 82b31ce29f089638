extension UpliftReadout {
    /// The same with every arm named as sentences name it (`ArmLabel`), for what people read; files keep the names of
    /// the input.
    package var labelled: UpliftReadout {
        let text = ArmLabel.text
        guard ([control] + treatments).contains(where: { text($0) != $0 }) else { return self }
        var readout = self
        readout.control = text(control)
        readout.treatments = treatments.map(text)
        readout.plan.combined = plan.combined.map {
            CombinedArm(name: text($0.name), arms: $0.arms.map(text))
        }
        func label<Row>(_ rows: inout [Row], _ keys: [WritableKeyPath<Row, String>]) {
            for index in rows.indices {
                for key in keys { rows[index][keyPath: key] = text(rows[index][keyPath: key]) }
            }
        }
        label(&readout.balance, [\.control, \.treatment])
        label(&readout.results, [\.control, \.treatment])
        label(&readout.pooling, [\.treatment])
        label(&readout.learners, [\.treatment])
        label(&readout.ranking, [\.treatment])
        label(&readout.calibration, [\.treatment])
        label(&readout.policy, [\.treatment])
        label(&readout.profitCurves, [\.treatment])
        label(&readout.decisions, [\.treatment, \.action])
        label(&readout.winners, [\.treatment])
        label(&readout.texts, [\.treatment])
        label(&readout.truths, [\.treatment])
        label(&readout.guardrails, [\.treatment])
        label(&readout.retention, [\.control, \.treatment])
        for index in readout.winners.indices where readout.winners[index].chosenAmong == "treatments" {
            readout.winners[index].candidates = readout.winners[index].candidates.map(text)
        }
        for index in readout.sampleRatios.indices {
            readout.sampleRatios[index].arms = readout.sampleRatios[index].arms.map(text)
        }
        for index in readout.caps.indices { label(&readout.caps[index].arms, [\.arm]) }
        if var timeline = readout.timeline {
            label(&timeline.periods, [\.effect.control, \.effect.treatment])
            label(&timeline.trends, [\.treatment])
            readout.timeline = timeline
        }
        return readout
    }
}
