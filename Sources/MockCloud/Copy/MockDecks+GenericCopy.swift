import Quantities

extension MockDecks {
    /// A copy for everybody with a given mix of angles, as a person would have written it before the run.
    ///
    /// Always the same text for the same points; no call is made, so nothing is metered.
    /// - Precondition: the deck has the angles.
    public func body(points: [Int], angles: [String]) -> String {
        let writer = CopyWriter(deck: copy)
        var all = [Int](repeating: 0, count: copy.angles.count)
        for (name, share) in zip(angles, points) {
            if let place = copy.angles.firstIndex(where: { $0.name == name }) { all[place] = share }
        }
        var out = ByteWriter(capacity: 1_000)
        out.literal("{\"variants\":[")
        var brief = PersonaBrief(angleCount: all.count)
        brief.tone = copy.tones.first?.name ?? ""
        brief.points = all
        writer.write(writer.plan(brief), hash: 1, flaws: .init(), to: &out)
        out.literal("]}")
        let document = try? CopyDocument(parsing: out.text, limits: CopyLimits(variants: 1))
        return document?.variants.first?.body ?? ""
    }
}
