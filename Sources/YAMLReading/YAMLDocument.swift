package import Yams

/// The one place where YAML text becomes nodes.
package enum YAMLDocument {
    /// Why a text is no YAML.
    package enum Failure: Error {
        /// - line: counted from one.
        case syntax(String, line: Int)
        /// Keys that stand twice in one mapping; `text` says the same in the parser's words.
        case duplicates([String], line: Int, text: String)
        case other(String)
    }

    /// The root of a text's one document; nil for a text without any.
    package static func root(of text: String) throws(Failure) -> Node? {
        do { return try Yams.compose(yaml: text) } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw .syntax(problem, line: mark.line)
            case .duplicatedKeysInMapping(let keys, let context):
                throw .duplicates(keys, line: context.mark.line, text: "\(error)")
            default: throw .other("\(error)")
            }
        } catch { throw .other("\(error)") }
    }
}
