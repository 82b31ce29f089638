import Quantities

/// A numeric covariate on its way into the design.
struct NumberColumns {
    let name: String
    var values: [Double]
    private var indicator: [Double]?

    init(name: String, values: [Double]) {
        self.name = name
        self.values = values
    }

    /// Missing values get the mean of all, and a column that says so: neither biases a randomised comparison.
    mutating func impute(_ experiment: inout LoadedExperiment) {
        var (sum, count) = (0.0, 0)
        for value in values where !value.isNaN {
            sum += value
            count += 1
        }
        let missing = values.count - count
        guard missing > 0 else { return }
        let mean = count > 0 ? sum / Double(count) : 0
        indicator = values.map { $0.isNaN ? 1 : 0 }
        for index in values.indices where values[index].isNaN { values[index] = mean }
        experiment.missing.append(
            UpliftReadout.Missing(
                column: name, rows: missing, treatment: "set to the mean, with a column that marks them"))
        experiment.warn(
            "missing_covariate",
            "\(missing) of \(values.count) rows have no \(name); they get its mean and a column that marks them."
        )
    }

    /// The column, and the one that marks missing values if there are any.
    var columns: [ExperimentTable.DesignColumn] {
        [ExperimentTable.DesignColumn(name: name, values: values)]
            + (indicator.map { [ExperimentTable.DesignColumn(name: name + "=(missing)", values: $0)] } ?? [])
    }
}

/// A covariate of levels on its way into the design: one column a level but the first.
struct LevelColumns {
    let name: String
    let levels: [String]
    let codes: [Int]

    /// More levels than this are not a covariate but a name.
    static let limit = 200

    /// - Throws: bad input for a covariate with more levels than `limit`.
    func columns(
        file: String, _ experiment: inout LoadedExperiment
    ) throws(FinegrainError) -> [ExperimentTable.DesignColumn] {
        guard levels.count <= LevelColumns.limit else {
            throw .badInput(
                "a covariate of \(levels.count) levels", remedy: "leave it out, or group its levels",
                file: file, field: name)
        }
        var present = Array(repeating: 0, count: levels.count)
        for code in codes { present[code] += 1 }
        let used = levels.indices.filter { present[$0] > 0 }
        if let missing = used.first(where: { levels[$0] == "(missing)" }) {
            experiment.missing.append(
                UpliftReadout.Missing(column: name, rows: present[missing], treatment: "a level of its own"))
            experiment.warn(
                "missing_covariate",
                "\(present[missing]) of \(codes.count) rows have no \(name); they are a level of their own.")
        }
        return used.dropFirst().map { level in
            ExperimentTable.DesignColumn(
                name: "\(name)=\(levels[level])", values: codes.map { $0 == level ? 1 : 0 })
        }
    }
}
