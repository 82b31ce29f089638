import Tabular

extension StartingPoint {
    /// The style in which most columns of both files are numbers; a tie goes to the plainest, and to the decimal
    /// comma where semicolons separate.
    static func numberStyle(_ survey: TableSurvey, _ older: TableSurvey?) -> NumberStyle {
        var styles = NumberStyle.allCases
        if survey.separator == UInt8(ascii: ";") { styles = [.plain, .decimalComma, .commaGroups] }
        let counts = styles.map { style in
            survey.columns.count { column in
                let other = older.map { older in
                    older.columns.contains {
                        $0.name == column.name && $0.isNumeric(style, customers: older.customers)
                    }
                }
                return column.isNumeric(style, customers: survey.customers) && other ?? true
            }
        }
        var best = 0
        for place in counts.indices where counts[place] > counts[best] { best = place }
        return styles[best]
    }

    /// Every column judged: attributes and what is left out, in the order of the file.
    static func readings(
        _ survey: TableSurvey, _ older: TableSurvey?, _ identifier: String?, numbers: NumberStyle, k: Int
    ) -> (attributes: [StartingAttribute], leftOut: [LeftOut]) {
        var attributes: [StartingAttribute] = []
        var leftOut: [LeftOut] = []
        for column in survey.columns {
            if column.name == identifier {
                leftOut.append(
                    LeftOut(name: column.name, reason: "the customer's identifier", isIdentifier: true))
                continue
            }
            let reading = ColumnReading(
                column, weights: survey.weights, customers: survey.customers, numbers: numbers, k: k)
            switch reading {
            case .leftOut(let column): leftOut.append(column)
            case .attribute(let attribute):
                if let reason = older.flatMap({ difference(attribute, from: $0, numbers) }) {
                    leftOut.append(LeftOut(name: column.name, reason: reason))
                } else {
                    attributes.append(attribute.covering(older))
                }
            }
        }
        return (attributes, leftOut)
    }

    /// Why an older export cannot be read with this attribute.
    private static func difference(
        _ attribute: StartingAttribute, from older: TableSurvey, _ numbers: NumberStyle
    ) -> String? {
        guard let column = older.columns.first(where: { $0.name == attribute.name }) else {
            return "the older export has no such column"
        }
        if case .bands = attribute.cut {
            return column.isNumeric(numbers, customers: older.customers)
                ? nil : "its values in the older export are not all numbers"
        }
        return column.levels == nil ? "the older export has more than 255 values" : nil
    }

    static func rows(_ attributes: [StartingAttribute], _ weights: [Int]) -> CodedRows {
        CodedRows(columns: attributes.map(\.codes), sizes: attributes.map(\.classes.count), weights: weights)
    }

    /// Takes the arm of an experiment and its results out of the attributes.
    static func setAside(
        _ attributes: [StartingAttribute], _ rows: CodedRows, _ survey: TableSurvey, _ kept: inout [Int],
        _ leftOut: inout [LeftOut]
    ) -> (arm: String, results: [String])? {
        guard survey.cells == nil, let traces = ExperimentTraces(attributes, rows) else { return nil }
        let arm = attributes[traces.arm].name
        let results = traces.results.map { attributes[$0].name }
        kept.removeAll { $0 == traces.arm || traces.results.contains($0) }
        leftOut.append(
            LeftOut(
                name: arm,
                reason:
                    "looks like the arm of an experiment: \(traces.independent) other columns do not depend on it"
            ))
        leftOut += results.map {
            LeftOut(name: $0, reason: "differs between the arms '\(arm)': a result, not an attribute")
        }
        return (arm, results)
    }

    /// Two attributes of which one says so much of what the other says are versions of one: of those that the file
    /// has, and where one of them is in bands made here.
    private static let (twinShare, bandShare) = (0.9, 0.5)

    /// Leaves out one of two versions of an attribute, I(a; b) >= share x max(H(a), H(b)): the bands made here rather
    /// than what the file has, else the later. A region and its towns both stay.
    static func dropTwins(
        _ attributes: [StartingAttribute], _ rows: CodedRows, _ kept: inout [Int], _ leftOut: inout [LeftOut]
    ) {
        let entropies = attributes.indices.map { rows.entropy($0) }
        let isBanded = attributes.map { attribute in
            if case .bands = attribute.cut { true } else { false }
        }
        var unique: [Int] = []
        for place in kept.sorted(by: { (isBanded[$0] ? 1 : 0, $0) < (isBanded[$1] ? 1 : 0, $1) }) {
            let twin = unique.first { other in
                let share = isBanded[place] && !isBanded[other] ? bandShare : twinShare
                return rows.information(place, other, given: rows.everybody)
                    >= share * max(entropies[place], entropies[other])
            }
            if let twin {
                leftOut.append(
                    LeftOut(
                        name: attributes[place].name, reason: "mostly repeats '\(attributes[twin].name)'"))
            } else {
                unique.append(place)
            }
        }
        kept = unique.sorted()
    }

    /// Keeps the attributes that tell most about the others, so that ordering them stays quick.
    static func keepMostTelling(
        _ attributes: [StartingAttribute], _ rows: CodedRows, _ kept: inout [Int], _ leftOut: inout [LeftOut],
        most: Int = 16
    ) {
        guard kept.count > most else { return }
        let thinned = rows.thinned(to: 1 << 14)
        var told = kept.map { _ in 0.0 }
        for (first, a) in kept.enumerated() {
            for (second, b) in kept.enumerated().dropFirst(first + 1) {
                let bits = max(0, thinned.information(a, b, given: thinned.everybody))
                told[first] += bits
                told[second] += bits
            }
        }
        let ranked = kept.indices.sorted { (-told[$0], $0) < (-told[$1], $1) }
        leftOut += ranked.dropFirst(most).sorted().map {
            LeftOut(
                name: attributes[kept[$0]].name,
                reason: "tells less about the other attributes than the \(most) that are kept")
        }
        kept = ranked.prefix(most).sorted().map { kept[$0] }
    }
}

extension StartingAttribute {
    /// The attribute with the values of an older export in its last group.
    fileprivate func covering(_ older: TableSurvey?) -> StartingAttribute {
        guard case .groups(var groups) = cut,
            let levels = older?.columns.first(where: { $0.name == name })?.levels
        else { return self }
        let known = Set(groups.flatMap(\.levels))
        groups[groups.count - 1].levels += levels.map(\.name).filter { !known.contains($0) }
        return StartingAttribute(
            name: name, cut: .groups(groups), classes: classes, codes: codes,
            levelCount: groups.reduce(0) { $0 + $1.levels.count })
    }
}

extension CodedRows {
    /// Every so many rows, so that about `count` are left.
    func thinned(to count: Int) -> CodedRows {
        let step = max(1, weights.count / count)
        let places = Array(stride(from: 0, to: weights.count, by: step))
        return CodedRows(
            columns: columns.map { column in places.map { column[$0] } }, sizes: sizes,
            weights: places.map { weights[$0] })
    }

    /// The rows with an outcome of 0 or 1 and the arm as two more columns.
    func split(by metric: MetricSums, arm: CategoricalColumn) -> CodedRows {
        var places: [Int] = []
        var outcomes: [UInt8] = []
        var customers: [Int] = []
        for cell in weights.indices {
            let ones = Int(metric.sums[cell].rounded())
            for (outcome, count) in [(UInt8(0), weights[cell] - ones), (1, ones)] where count > 0 {
                places.append(cell)
                outcomes.append(outcome)
                customers.append(count)
            }
        }
        return CodedRows(
            columns: columns.map { column in places.map { column[$0] } }
                + [outcomes, places.map { arm.codes[$0] }],
            sizes: sizes + [2, arm.levels.count], weights: customers)
    }
}
