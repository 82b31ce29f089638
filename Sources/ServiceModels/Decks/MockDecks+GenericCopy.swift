import Writing

extension MockDecks {
    /// A letter for everybody with a given mix of angles, as a person would have written it before the run.
    ///
    /// Twenty sentences, or as many as the deck has without repeating one, shared out among the angles by
    /// largest remainder: twice as fine as a persona's ten, so that the generic copy is not bolder than its
    /// mix. Always the same text for the same mix; no call is made, so nothing is metered.
    /// - Precondition: the deck has the angles; `mix` sums to 1.
    public func genericBody(mix: [Double], angles: [String]) -> String {
        let lists = angles.map { name in copy.angles.first { $0.name == name }?.sentences ?? [] }
        for seats in stride(from: 20, through: 1, by: -1) {
            let counts = PersonaBelief.apportioned(mix, seats: seats)
            guard zip(counts, lists).allSatisfy({ $0 <= $1.count }) else { continue }
            return zip(counts, lists).flatMap { $1.prefix($0) }.joined(separator: " ")
        }
        return ""
    }
}
