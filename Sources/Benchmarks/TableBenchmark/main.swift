import Tabular

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Usage: TableBenchmark FILE CASE [JOBS], CASE one of group_sums and columns; prints one JSON line.
let arguments = CommandLine.arguments
guard arguments.count >= 3, ["group_sums", "columns"].contains(arguments[2]) else {
    print("usage: TableBenchmark FILE group_sums|columns [JOBS]")
    exit(2)
}
let file = arguments[1]
let jobs = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1

let clock = ContinuousClock()
var rows = 0
var check = 0.0
let time = try clock.measure {
    if arguments[2] == "group_sums" {
        let cells = try CellCompressor(
            by: ["segment"], arm: "t", outcomes: ["y", "visit"], covariates: [], bands: [], jobs: jobs
        ).compress(file: file)
        rows = cells.customerCount
        check = cells.metric("y")?.sums.reduce(0, +) ?? 0
    } else {
        let header = try CSVReader.open(file).header
        let frame = try ColumnFrame.load(
            file, header.map { ColumnRequest($0, $0 == "segment" ? .category : .number) }, jobs: jobs)
        rows = frame.rowCount
        check = frame.number("y").reduce(0, +)
    }
}
var usage = rusage()
getrusage(__rusage_who_t(0), &usage)
print(
    "{\"benchmark\":\"table\",\"engine\":\"finegrain\",\"case\":\"\(arguments[2])\",\"jobs\":\(jobs),\"rows\":\(rows),"
        + "\"seconds\":\(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18),"
        + "\"peak_mib\":\(usage.ru_maxrss / 1024),\"check\":\(check)}")
