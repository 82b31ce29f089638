/// Names of models as people read them, made of their ids.
enum ModelName {
    /// `Claude Haiku 4.5` of `anthropic.claude-haiku-4-5-20251001-v1:0`: without provider, day and version, digits with a
    /// dot between, sizes in capitals, and a month as `(24.07)`.
    static func readable(_ id: String) -> String {
        let name = id.split(separator: ".", maxSplits: 1).last ?? ""
        var words: [String] = []
        var isNumber = false
        for part in name.prefix(while: { $0 != ":" }).split(separator: "-") {
            if part.count > 1, part.first == "v", part.dropFirst().allSatisfy(\.isNumber) { continue }
            let isDigits = part.allSatisfy(\.isNumber)
            if isDigits, part.count == 8 { continue }
            if isDigits, part.count == 4 {
                words.append("(" + part.prefix(2) + "." + part.suffix(2) + ")")
                continue
            }
            if isDigits, isNumber, let last = words.popLast() {
                words.append(last + "." + part)
            } else {
                words += ModelName.words(part)
            }
            isNumber = part.last?.isNumber ?? false
        }
        return words.joined(separator: " ")
    }

    /// `8b` is `8B`, `llama3` is `Llama 3`, and other words start with a capital.
    private static func words(_ part: Substring) -> [String] {
        guard let first = part.first, !first.isNumber else { return [part.uppercased()] }
        let letters = part.prefix { !$0.isNumber }
        let word = letters.prefix(1).uppercased() + letters.dropFirst()
        return letters.count == part.count ? [word] : [word, String(part.dropFirst(letters.count))]
    }
}
