extension StoredRun {
    /// A metric's values by replication, NaN where a world has none; empty where the run lacks the metric.
    func values(of row: StoredRow, _ metric: Int?, _ part: HorizonPart) -> [Double] {
        guard let metric else { return [] }
        return (0..<row.replications).map {
            row.measure($0, part, metric: metric, of: header.metrics.count)
        }
    }

    /// A metric's values by replication, NaN where a world has none; empty for a name that it lacks.
    public func values(of row: StoredRow, _ metric: String, _ part: HorizonPart) -> [Double] {
        values(of: row, header.metrics.firstIndex(of: metric), part)
    }

    /// A metric of the steady state over all worlds.
    public func band(of row: StoredRow, _ metric: String) -> Band {
        Band(values(of: row, metric, .steady).map { $0.isNaN ? nil : $0 })
    }
}
