import Tabular

/// What a column is good for, judged by its values and its name.
enum ColumnReading: Sendable {
    case attribute(StartingAttribute)
    case leftOut(LeftOut)

    /// Up to so many values each cut by itself.
    static let mostValues = 12
    /// Numbers with more values than this are put into bands.
    static let mostNumbers = 6
    /// Up to so many values are cut as the most frequent seven and the rest.
    static let mostGroupedValues = 60
    private static let frequentValues = 7
    /// A column with a value of its own for so many customers is one of identifiers or measurements.
    private static let nearlyUnique = 0.9

    /// - Parameters:
    ///   - weights: the customers of each sampled row.
    ///   - k: the smallest segment that will be published.
    init(_ column: ColumnSurvey, weights: [Int], customers: Int, numbers: NumberStyle, k: Int) {
        let values = SampledValues(column, weights: weights)
        if let reason = ColumnReading.reason(column, values, customers: customers, k: k) {
            self = .leftOut(LeftOut(name: column.name, reason: reason))
        } else if let reason = ColumnReading.identity(column, values, numbers) {
            self = .leftOut(LeftOut(name: column.name, reason: reason, isIdentifier: true))
        } else {
            self = ColumnReading.cut(column, values, weights, customers: customers, numbers)
        }
    }

    /// Why the values can be no attribute at all.
    private static func reason(
        _ column: ColumnSurvey, _ values: SampledValues, customers: Int, k: Int
    ) -> String? {
        let name = ColumnName(column.name)
        if column.name.isEmpty { return "the column has no name" }
        if !column.isUTF8 { return "its text is not UTF-8: save the file as UTF-8 to use it" }
        if column.levels?.count == 1 { return "one value only: \(values.shown(0))" }
        if let levels = column.levels, let most = levels.max(by: { $0.customers < $1.customers }) {
            let rest = customers - most.customers
            if rest < k {
                return "all but \(rest) customer\(rest == 1 ? " has" : "s have") the value '\(most.name)'"
            }
        }
        if let shape = TextShape.common(values.present) { return shape.reason }
        if values.isProse { return "free text" }
        if name.isPersonal { return "personal data: no segment may be made of it" }
        return nil
    }

    /// Why the column tells customers apart one by one.
    private static func identity(
        _ column: ColumnSurvey, _ values: SampledValues, _ numbers: NumberStyle
    ) -> String? {
        guard column.levels.map({ $0.count > mostValues }) ?? true, values.presentCustomers > 0 else {
            return nil
        }
        let name = ColumnName(column.name)
        if name.isPostalCode { return nil }
        let share = Double(values.present.count) / Double(values.presentCustomers)
        let isUnique = share >= nearlyUnique
        let parsed = values.present.compactMap { numbers.value(of: $0) }
        let isNumber = parsed.count == values.present.count
        if name.isCommonIdentifier || (name.endsLikeIdentifier && share > 0.5) { return "an identifier" }
        guard isUnique, values.presentCustomers >= 10 else { return nil }
        guard isNumber else { return "almost every customer has a value of its own, like an identifier" }
        // A running number fills its range; leading zeros make a code of it.
        guard let low = parsed.min(), let high = parsed.max(), parsed.allSatisfy({ $0 == $0.rounded() })
        else {
            return nil
        }
        let isRunning = high - low + 1 <= 1.5 * Double(parsed.count) && parsed.count >= 20
        let isCode = values.present.contains { $0.hasPrefix("0") && $0.count > 1 }
        return isRunning || isCode ? "a running number, like an identifier" : nil
    }

    /// The values by themselves, in bands or in groups.
    private static func cut(
        _ column: ColumnSurvey, _ values: SampledValues, _ weights: [Int], customers: Int,
        _ numbers: NumberStyle
    ) -> ColumnReading {
        let name = column.name
        func out(_ reason: String) -> ColumnReading { .leftOut(LeftOut(name: name, reason: reason)) }
        let count = column.levels?.count
        let isNumeric = column.isNumeric(numbers, customers: customers) && !ColumnName(name).isPostalCode
        if isNumeric, count.map({ $0 > mostNumbers }) ?? true {
            return banded(column, weights, numbers).map { .attribute($0) }
                ?? out("nearly all customers have one value, '\(values.shown(0))'")
        }
        if let levels = column.levels, levels.count <= mostValues {
            return .attribute(valued(column, levels))
        }
        if let text = column.text, 2 * (column.numbers.max() ?? 0) > customers - column.missing {
            return out(
                "numbers, but not all: '\(text.value.oneLine)'"
                    + (column.levels == nil || text.line > 1 ? " in line \(text.line)" : "")
                    + "; leave such fields empty to use it")
        }
        if !isNumeric, let found = column.numbers.max(), found > 0, 2 * found > customers - column.missing,
            !ColumnName(name).isPostalCode
        {
            return out("its numbers are written in two ways, or in another way than those of other columns")
        }
        guard let levels = column.levels, levels.count <= mostGroupedValues else {
            let shown = count.map(String.init) ?? "more than 255"
            return out("\(shown) values: group them in the export to use it, such as towns to regions")
        }
        let frequent = levels.sorted { $0.customers > $1.customers }.prefix(frequentValues)
        let covered = frequent.reduce(0) { $0 + $1.customers }
        guard 2 * covered >= customers else {
            let share = (100 * Double(covered) / Double(customers)).rounded()
            return out(
                "\(levels.count) values, of which the \(frequentValues) most frequent hold \(Int(share)) %: "
                    + "group them in the export to use it")
        }
        return .attribute(grouped(column, levels, Set(frequent.map(\.name))))
    }

    private static func valued(_ column: ColumnSurvey, _ levels: [ColumnSurvey.Level]) -> StartingAttribute {
        let names = levels.map(\.name)
        let codes = column.sample.levels.map { UInt8(names.firstIndex(of: $0) ?? 0) }
        return StartingAttribute(
            name: column.name, cut: .values, classes: names,
            codes: column.sample.codes.map { codes[Int($0)] },
            levelCount: names.count)
    }

    private static func banded(
        _ column: ColumnSurvey, _ weights: [Int], _ numbers: NumberStyle
    ) -> StartingAttribute? {
        let parsed = column.sample.levels.map { numbers.value(of: $0) }
        let rows = weights.indices.filter { parsed[Int(column.sample.codes[$0])] != nil }
        guard
            let bands = Bands.quantiles(
                of: rows.compactMap { parsed[Int(column.sample.codes[$0])] },
                weights: rows.map { weights[$0] },
                attribute: column.name)
        else { return nil }
        let count = bands.bands.count
        let codes = parsed.map { value in UInt8(value.flatMap { bands.index(of: $0) } ?? count) }
        return StartingAttribute(
            name: column.name, cut: .bands(bands),
            classes: bands.bands.map(\.label) + (column.missing > 0 ? [LevelOrder.missing] : []),
            codes: column.sample.codes.map { codes[Int($0)] },
            levelCount: count + (column.missing > 0 ? 1 : 0))
    }

    private static func grouped(
        _ column: ColumnSurvey, _ levels: [ColumnSurvey.Level], _ frequent: Set<String>
    ) -> StartingAttribute {
        let names = levels.map(\.name)
        let rest = ["other", "all other", "other values"].first { !names.contains($0) } ?? "(other)"
        let single = names.filter { frequent.contains($0) }
        let groups =
            single.map { StartingAttribute.Group(name: $0, levels: [$0]) }
            + [StartingAttribute.Group(name: rest, levels: names.filter { !frequent.contains($0) })]
        let codes = column.sample.levels.map { UInt8(single.firstIndex(of: $0) ?? single.count) }
        return StartingAttribute(
            name: column.name, cut: .groups(groups), classes: groups.map(\.name),
            codes: column.sample.codes.map { codes[Int($0)] }, levelCount: names.count)
    }
}

/// The distinct values that a sample holds, missing ones apart.
private struct SampledValues {
    let present: [String]
    /// Sampled rows, cells counted with their customers, whose value is there.
    let presentCustomers: Int

    init(_ column: ColumnSurvey, weights: [Int]) {
        var customers = [Int](repeating: 0, count: column.sample.levels.count)
        for (row, code) in column.sample.codes.enumerated() { customers[Int(code)] += weights[row] }
        let places = customers.indices.filter {
            customers[$0] > 0 && column.sample.levels[$0] != LevelOrder.missing
        }
        present = places.map { column.sample.levels[$0] }
        presentCustomers = places.reduce(0) { $0 + customers[$1] }
    }

    /// Whether the values are sentences rather than names: more than four words each on average.
    var isProse: Bool {
        let some = present.prefix(1_000)
        let words = some.reduce(0) { $0 + $1.split(separator: " ").count { $0.contains(where: \.isLetter) } }
        return words > 4 * some.count
    }

    func shown(_ place: Int) -> String { place < present.count ? present[place].oneLine : "(missing)" }
}

extension String {
    /// The text in one line of at most 40 characters, for messages and comments.
    var oneLine: String {
        let plain = String(map { $0.isNewline || $0 == "\t" ? " " : $0 }.filter { $0 >= " " })
        return plain.count <= 40 ? plain : plain.prefix(37) + "..."
    }
}
