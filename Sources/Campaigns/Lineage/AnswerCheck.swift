import Writing

/// Why an answer of a model was taken or not, in words.
enum AnswerCheck {
    static let taken = "taken"
    static let late = "came too late: later than limits.answer_timeout_seconds"

    /// What is wrong with an answer that is not a persona.
    static func defect(ofPersona text: String, _ schema: PersonaSchema) -> String {
        do throws(PersonaDefect) {
            _ = try PersonaDocument(parsing: text, schema: schema)
            return taken
        } catch {
            return switch error {
            case .malformed: "not a JSON object of the schema"
            case .missingField(let name): "field \(name) is missing"
            case .unknownValue(let field, let value): "\(field) has the unknown value '\(value)'"
            case .wrongPoints(let sum): "angle points are not tens that sum to 100 (sum \(sum))"
            }
        }
    }

    /// What was made of an answer of the copy writer.
    /// - Parameter kept: the drafts that passed.
    static func verdict(
        onCopy text: String, kept: [CopyVariant], limits: CopyLimits, words: ClosedRange<Int>
    ) -> String {
        do throws(CopyDefect) {
            let document = try CopyDocument(parsing: text, limits: limits)
            let refused = document.variants.filter { !kept.contains($0) }.map { variant in
                words.contains(variant.bodyWords)
                    ? "holds a canary"
                    : "\(variant.bodyWords) words, not \(words.lowerBound) to \(words.upperBound)"
            }
            guard !refused.isEmpty else { return taken }
            let share = "\(kept.count) of \(document.variants.count) drafts"
            return kept.isEmpty
                ? "no draft passes: \(refused.joined(separator: "; "))"
                : "\(taken), \(share): \(refused.joined(separator: "; "))"
        } catch {
            return switch error {
            case .malformed: "not a JSON object of the schema"
            case .missingField(let name): "field \(name) is missing"
            case .wrongCount(let count): "\(count) drafts instead of \(limits.variants)"
            }
        }
    }
}
