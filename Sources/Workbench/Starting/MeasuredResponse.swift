import Scenarios

/// The response of a scenario whose world is drawn from measured cells.
struct MeasuredResponse: Sendable {
    let outcome: String
    let control: String
    /// Angle of the copy and the arm that stands for it.
    let angles: [Named<String>]
    /// The margin of one outcome; a placeholder is written when it is nil.
    var marginUSD: Double?

    func write(to text: inout ScenarioText, confirmsControl: Bool = false) {
        text.line("response:")
        text.line("  from: results")
        text.line("  outcome: \(Quoted.text(outcome))")
        let control = "  control_arm: \(Quoted.text(control))"
        if confirmsControl {
            text.line(control, confirm: "what a hold-out customer gets; the first arm is taken")
        } else {
            text.line(control, note: "what a hold-out customer gets")
        }
        text.line("  angles: " + Quoted.list(angles.map(\.name)))
        text.line(
            "  arms:",
            note: "each angle is one arm's mail; its name decides the mock's sentences, not its effect")
        for angle in angles {
            text.line(
                "    \(Quoted.text(angle.name)): \(Quoted.text(angle.value))",
                note: angle.value == self.control ? "no effect: the copy that the control got" : nil)
        }
        if let marginUSD {
            text.line("  margin_usd: \(Quoted.number(marginUSD))", note: "as given with --margin")
        } else {
            text.line("  margin_usd: 1", confirm: "what one \(outcome) is worth in USD")
        }
    }
}
