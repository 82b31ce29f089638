/// Which angle of the copy deck stands for each arm of measured results.
///
/// An angle named as a word of the arm is taken (`mens` for `Mens E-Mail`), else the deck's next free
/// one. The name decides which sentences the mock writer uses, and nothing of what the mail does.
enum AngleNames {
    /// - Parameters:
    ///   - deck: the angles that the writer knows, in its order.
    /// - Returns: one angle an arm, all different; nil when there are more arms than angles.
    static func assigned(to arms: [String], deck: [String]) -> [String]? {
        guard arms.count <= deck.count else { return nil }
        var names = [String?](repeating: nil, count: arms.count)
        var free = deck
        for (place, arm) in arms.enumerated() {
            let words = arm.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            guard let match = free.firstIndex(where: { words.contains($0.lowercased()) }) else { continue }
            names[place] = free.remove(at: match)
        }
        return names.map { $0 ?? free.removeFirst() }
    }
}
