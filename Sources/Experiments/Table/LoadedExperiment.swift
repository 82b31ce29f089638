import Quantities

/// A table with what a reader must know of how it was made.
struct LoadedExperiment {
    var table: ExperimentTable
    var roles: [UpliftReadout.Role]
    var missing: [UpliftReadout.Missing] = []
    var warnings: [UpliftReadout.Warning] = []
    /// Rows of the file, those left out included.
    var rowCount: Int

    mutating func warn(_ code: String, _ message: String) {
        warnings.append(UpliftReadout.Warning(code: code, message: message))
    }
}
