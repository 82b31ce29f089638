import Encodings
import Quantities
import Tabular

/// Rows that are not units: a column of identifiers repeats although none was named as the unit or the cluster.
struct RepeatedUnits {
    /// A column that may identify something, and whether that is a person or a device rather than a place or a group.
    struct Candidate {
        var column: String
        var isUnit: Bool
    }

    private static let units = [
        "customer", "user", "visitor", "client", "member", "subscriber", "contact", "account", "person",
        "patient",
        "household", "device", "cookie", "recipient", "profile", "player", "guest", "kunde", "kunden",
        "anonymous",
    ]
    private static let groups = [
        "store", "shop", "branch", "outlet", "site", "school", "clinic", "hospital", "village", "market",
        "dma", "geo",
        "team", "agent", "seller", "dealer", "restaurant", "warehouse", "cluster", "class", "city", "town",
        "zip",
        "postcode", "district", "county",
    ]
    private static let marks = ["id", "ids", "no", "nr", "number", "nummer", "num", "key", "code", "hash"]
    private static let whole = [
        "uid", "uuid", "guid", "userid", "customerid", "clientid", "visitorid", "memberid", "accountid",
        "email",
        "mail", "msisdn", "kundennr", "kundennummer",
    ]

    /// The columns of a header, less those that play a part.
    static func candidates(_ header: [String], except used: [String]) -> [Candidate] {
        header.filter { !used.contains($0) }.compactMap { column in
            let words = RepeatedUnits.words(column)
            if words.count == 1, units.contains(words[0]) || whole.contains(words[0]) {
                return Candidate(column: column, isUnit: true)
            }
            let isMarked = words.count > 1 && marks.contains(words[words.count - 1])
            if isMarked, words.contains(where: units.contains) {
                return Candidate(column: column, isUnit: true)
            }
            let isGroup = words.contains(where: groups.contains) && (words.count == 1 || isMarked)
            return isGroup ? Candidate(column: column, isUnit: false) : nil
        }
    }

    /// `storeId` and `store_id` are two words.
    private static func words(_ column: String) -> [String] {
        var (words, word, wasLower) = ([String](), "", false)
        for character in column {
            let isLetter = character.isLetter || character.isNumber
            if !isLetter || (wasLower && character.isUppercase), !word.isEmpty {
                words.append(word.lowercased())
                word = ""
            }
            if isLetter { word.append(character) }
            wasLower = character.isLowercase
        }
        return word.isEmpty ? words : words + [word.lowercased()]
    }

    let values: Int
    let repeated: Int
    /// Values of which not all rows are in one arm.
    let divided: Int

    /// - Parameters:
    ///   - keys: one per row; the order of rows does not matter.
    ///   - arms: one per row.
    init(keys: [UInt64], arms: [Int]) {
        var (values, divided) = (0, 0)
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        var isDivided = false
        for (place, row) in order.enumerated() {
            if place == 0 || keys[row] != keys[order[place - 1]] {
                values += 1
                isDivided = false
            } else if !isDivided, arms[row] != arms[order[place - 1]] {
                divided += 1
                isDivided = true
            }
        }
        self.values = values
        self.divided = divided
        repeated = keys.count - values
    }

    /// Fewer rows per value than this are repeats of a unit; more make an attribute of it, such as a kind of device.
    private static let mostRepeats = 50
    private static let fewestGroups = 4

    /// - Throws: bad input when rows repeat a unit.
    func check(
        _ candidate: Candidate, file: String, _ experiment: inout LoadedExperiment
    ) throws(FinegrainError) {
        guard repeated > 0, values > 1 else { return }
        let column = candidate.column
        if candidate.isUnit {
            guard values + repeated <= RepeatedUnits.mostRepeats * values, values >= 10 else { return }
            throw .badInput(
                "\(WrittenNumber.grouped(repeated)) of \(WrittenNumber.grouped(values + repeated)) rows repeat the \(column) of another row: rows are not units",
                remedy:
                    "aggregate to one row per \(column), or write --cluster \(column); if units are something else, "
                    + "name their column with --id", file: file, field: column)
        }
        // Groups that are all in one arm each, though they have several rows, were assigned as groups.
        guard values >= RepeatedUnits.fewestGroups, divided == 0, repeated >= values else { return }
        experiment.alarm(
            "unnamed_cluster",
            "All rows of a \(column) are in one arm: \(WrittenNumber.grouped(values)) of them were assigned, not "
                + "\(WrittenNumber.grouped(values + repeated)) rows, and errors that count rows are too small. Write --cluster \(column)."
        )
    }
}
