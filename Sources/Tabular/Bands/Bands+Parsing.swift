import Quantities

extension Bands {
    /// The bands of several attributes, written as `recency=1-3,4-6,7+;history=<100,100+`.
    /// - Parameters:
    ///   - texts: the values of an option that may be repeated.
    ///   - field: the option or scenario path that a problem names.
    /// - Throws: bad input with all problems, an attribute with two sets of bands among them.
    public static func parse(_ texts: [String], field: String = "--bands") throws -> [Bands] {
        var log = ProblemLog()
        var all: [Bands] = []
        for part in texts.flatMap({ $0.split(separator: ";") }) where !Band.trimmed(part).isEmpty {
            guard let sign = part.firstIndex(of: "=") else {
                log.add(problem("\"\(part)\" names no attribute", exampleRemedy, field))
                continue
            }
            let attribute = String(Band.trimmed(part[..<sign]))
            if all.contains(where: { $0.attribute == attribute }) {
                log.add(problem("\(attribute) has bands twice", "Give one list of bands for it.", field))
            }
            let labels = part[part.index(after: sign)...].split(separator: ",").map(String.init)
            all.append(Bands(attribute: attribute, labels: labels, field: field, log: &log))
        }
        try log.throwIfAny()
        return all
    }

    static func problem(_ message: String, _ remedy: String, _ field: String) -> Problem {
        Problem(message, remedy: remedy, field: field)
    }

    /// Notes bands for attributes that are not among `attributes`.
    static func check(_ bands: [Bands], attributes: [String], log: inout ProblemLog) {
        for each in bands where !attributes.contains(each.attribute) {
            log.add(
                problem(
                    "\(each.attribute) has bands but is not an attribute",
                    "The attributes are \(attributes.joined(separator: ", ")).", "--bands"))
        }
    }
}
