import RandomStreams

/// One week's work on blocks: everything that the jobs read, and pointers to what they write.
///
/// Two jobs never hold the same block, and sums go to each job's own storage, so that nothing is
/// written by two.
struct DriftPass: @unchecked Sendable {
    let week: Int
    let slotCount: Int
    let layout: RowLayout
    let tables: DriftTables
    let moments: (any CustomerMoments)?
    let driftStreams: StreamFamily
    let departureStreams: StreamFamily
    let departureGaps: GapTable?
    let rows: UnsafeMutablePointer<UInt8>
    let leaves: UnsafeMutablePointer<Int32>
    let classes: UnsafePointer<UInt8>
    let jobs: [PopulationJob]
    /// Where the only job adds; nil when there are several.
    let sums: UnsafeMutablePointer<Int32>?
    let momentSums: UnsafeMutablePointer<Int64>?

    init(_ population: Population) {
        week = population.week
        slotCount = population.slotCount
        layout = population.layout
        tables = population.tables
        moments = population.moments
        driftStreams = population.driftStreams
        departureStreams = population.departureStreams
        departureGaps = population.departureGaps
        rows = population.rows.base
        leaves = population.leaves.base
        classes = UnsafePointer(population.classes.base)
        jobs = population.jobs
        sums = jobs.count == 1 ? population.leafSums.base : nil
        momentSums = jobs.count == 1 ? population.leafMoments.base : nil
    }

    func run(block: Int, job index: Int) {
        let job = jobs[index]
        let first = block * Population.blockSize
        var scratch = BlockScratch(
            job: job, size: min(Population.blockSize, slotCount - first), words: layout.words,
            rows: rows + first * layout.stride, leaves: leaves + first)
        job.warmth &+= scratch.warmUp(classes: classes + first)
        if let departureGaps { job.departed += scratch.depart(departureStreams, departureGaps, block, week) }
        tables.bounds.withUnsafeBufferPointer { bounds in
            layout.contributions.withUnsafeBufferPointer { contributions in
                guard let bounds = bounds.baseAddress ?? UnsafePointer(bitPattern: 4),
                    let contributions = contributions.baseAddress
                else { return }
                for attribute in tables.gaps.indices {
                    guard let gaps = tables.gaps[attribute] else { continue }
                    scratch.redraw(
                        attribute, stream: driftStreams.stream(entity: block << 16 | attribute, step: week),
                        gaps: gaps,
                        source: tables.source, classes: classes + first,
                        bounds: bounds + tables.starts[attribute], stride: tables.strides[attribute],
                        contributions: contributions + attribute * 256)
                }
            }
        }
        settle(scratch, job: job, block: block)
    }

    /// Carries the touched customers of a block into sums and records.
    private func settle(_ scratch: BlockScratch, job: PopulationJob, block: Int) {
        let first = block * Population.blockSize
        if let moments {
            for place in 0..<scratch.touchedCount { move(moments, scratch, place, first, job) }
        }
        let start = job.records.count
        job.records.reserve(scratch.touchedCount)
        let records = job.records.records.base
        let recordRows = UnsafeMutableRawPointer(job.records.oldRows.base)
        let (customers, oldLeaves, oldRows) = (job.touched.base, job.touchedLeaves.base, job.touchedRows.base)
        let words = layout.words
        var recordCount = start
        LeafCounter.with(layout, sums: sums ?? job.sums.base) { counter in
            for place in 0..<scratch.touchedCount {
                let customer = Int(customers[place])
                let oldRow = oldRows + place &* words &* 8
                let newRow = scratch.rows + customer &* words &* 8
                let oldLeaf = oldLeaves[place]
                let newLeaf = scratch.leaves[customer]
                counter.move(oldRow, newRow, oldLeaf, newLeaf)
                let profileChanged = newLeaf < 0 || counter.exportedDiffers(oldRow, newRow)
                if oldLeaf != newLeaf || profileChanged {
                    records[recordCount] = ChangeRecord(
                        customer: Int32(truncatingIfNeeded: first &+ customer), oldLeaf: oldLeaf,
                        newLeaf: newLeaf,
                        profileChanged: profileChanged)
                    BlockScratch.copy(oldRow, to: recordRows + recordCount &* words &* 8, words: words)
                    recordCount &+= 1
                }
            }
        }
        job.records.count = recordCount
        job.touchedBits.fill(0)
        if jobs.count > 1 { job.blocks.append((block, start, recordCount - start)) }
    }

    /// Takes one touched customer's moments out of its old node and adds them to its new one.
    private func move(
        _ moments: any CustomerMoments, _ scratch: BlockScratch, _ place: Int, _ first: Int,
        _ job: PopulationJob
    ) {
        let local = Int(job.touched.base[place])
        let sums = momentSums ?? job.moments.base
        let arm = moments.arm(of: first + local)
        let width = moments.width
        let from = (Int(job.touchedLeaves.base[place]) * moments.armCount + arm) * width
        let oldRow = job.touchedRows.base + place * layout.stride
        moments.add(customer: first + local, row: oldRow, sign: -1, to: sums + from)
        let newLeaf = scratch.leaves[local]
        guard newLeaf >= 0 else { return }
        let to = (Int(newLeaf) * moments.armCount + arm) * width
        let newRow = scratch.rows + local * layout.stride
        moments.add(customer: first + local, row: newRow, sign: 1, to: sums + to)
    }
}
