import Tabular

/// A table with what a reader must know of how it was made.
struct LoadedExperiment {
    var table: ExperimentTable
    var roles: [UpliftReadout.Role]
    var missing: [UpliftReadout.Missing] = []
    var warnings: [UpliftReadout.Warning] = []
    /// What forbids to act on any effect before its cause is known; among the warnings as well.
    var alarms: [UpliftReadout.Warning] = []
    /// Rows of the file, those left out included.
    var rowCount: Int

    /// Columns whose numbers were not written plainly.
    var numberFormats: [FileFormat.Column] = []

    mutating func warn(_ code: String, _ message: String) {
        warnings.append(UpliftReadout.Warning(code: code, message: message))
    }

    mutating func alarm(_ code: String, _ message: String) {
        warn(code, message)
        alarms.append(UpliftReadout.Warning(code: code, message: message))
    }
}
