/// The header `Finegrain-Draws: name/entity/step`, by which a program with streams of its own names the draws of a call.
struct DrawKey: Hashable, Sendable {
    var name: String
    var entity: UInt64
    var step: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 3, let entity = UInt64(parts[1]), let step = Int(parts[2]) else { return nil }
        name = String(parts[0])
        self.entity = entity
        self.step = step
    }
}
