import RandomStreams

/// The block at hand: its rows and leaves, and the customers that the week has touched so far.
struct BlockScratch {
    let size: Int
    let words: Int
    let rows: UnsafeMutablePointer<UInt8>
    let leaves: UnsafeMutablePointer<Int32>
    let touched: UnsafeMutablePointer<Int32>
    let touchedLeaves: UnsafeMutablePointer<Int32>
    let touchedRows: UnsafeMutableRawPointer
    let touchedBits: UnsafeMutablePointer<UInt64>
    let drawnWords: UnsafeMutablePointer<UInt32>
    let hitPlaces: UnsafeMutablePointer<Int32>
    let hitWords: UnsafeMutablePointer<UInt32>
    var touchedCount = 0

    init(
        job: PopulationJob, size: Int, words: Int, rows: UnsafeMutablePointer<UInt8>,
        leaves: UnsafeMutablePointer<Int32>
    ) {
        self.size = size
        self.words = words
        self.rows = rows
        self.leaves = leaves
        touched = job.touched.base
        touchedLeaves = job.touchedLeaves.base
        touchedRows = UnsafeMutableRawPointer(job.touchedRows.base)
        touchedBits = job.touchedBits.base
        drawnWords = job.drawnWords.base
        hitPlaces = job.hitPlaces.base
        hitWords = job.hitWords.base
    }

    /// Reads one word of each cache line of the block in order, so that memory streams in before the
    /// scattered accesses begin. The sum is only returned for the reads not to be dropped.
    func warmUp(classes: UnsafePointer<UInt8>) -> UInt64 {
        var sum: UInt64 = 0
        let row = UnsafeRawPointer(rows)
        for place in stride(from: 0, to: size * words * 8, by: 64) {
            sum &+= row.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        }
        for place in stride(from: 0, to: size, by: 16) { sum &+= UInt64(UInt32(bitPattern: leaves[place])) }
        for place in stride(from: 0, to: size, by: 64) { sum &+= UInt64(classes[place]) }
        return sum
    }

    /// Remembers leaf and row of a customer before its first change of the week.
    ///
    /// Writes them down in any case, one past the end if they are known already.
    @inline(__always)
    private mutating func touch(_ customer: Int) {
        let word = touchedBits[customer >> 6]
        touchedBits[customer >> 6] = word | 1 << UInt64(customer & 63)
        touched[touchedCount] = Int32(truncatingIfNeeded: customer)
        touchedLeaves[touchedCount] = leaves[customer]
        BlockScratch.copy(
            UnsafeRawPointer(rows) + customer &* words &* 8, to: touchedRows + touchedCount &* words &* 8,
            words: words)
        touchedCount &+= Int(~(word >> UInt64(customer & 63)) & 1)
    }

    /// Copies a row; for one or two words a call to the library would cost more than the copy.
    @inline(__always)
    static func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, words: Int) {
        for offset in stride(from: 0, to: words * 8, by: 8) {
            let word = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            target.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        }
    }

    /// Lets customers leave; returns how many.
    mutating func depart(_ streams: StreamFamily, _ gaps: GapTable, _ block: Int, _ week: Int) -> Int {
        var stream = streams.stream(entity: block, step: week)
        var departed = 0
        gaps.bounds.withUnsafeBufferPointer { bounds in
            gaps.guide.withUnsafeBufferPointer { guide in
                guard let bounds = bounds.baseAddress, let guide = guide.baseAddress else { return }
                var customer = GapTable.gap(stream.nextWord(), bounds, guide)
                while customer < size {
                    if leaves[customer] >= 0 {
                        touch(customer)
                        leaves[customer] = -1
                        departed += 1
                    }
                    customer += 1 + GapTable.gap(stream.nextWord(), bounds, guide)
                }
            }
        }
        return departed
    }

    /// Redraws one attribute of the customers whom the gaps hit.
    ///
    /// A redraw takes a word for the gap before it and a word for its level, whether or not the
    /// customer is still there, so that who left does not move anybody else's draws. Words, places
    /// and changes are made in three loops: none waits for another's unpredictable branches.
    mutating func redraw(
        _ attribute: Int, stream start: RandomStream, gaps: GapTable, source: DriftTables.Source,
        classes: UnsafePointer<UInt8>, bounds: UnsafePointer<UInt32>, stride: Int,
        contributions: UnsafePointer<Int32>
    ) {
        var stream = start
        let chunk = UnsafeMutableBufferPointer(start: drawnWords, count: gaps.chunk)
        var customer = -1
        while customer < size {
            stream.fill(chunk)
            let hits = hits(chunk, gaps, after: &customer)
            switch source {
            case .customerClass:
                change(hits, attribute, bounds, stride, contributions) { customer, _ in Int(classes[customer])
                }
            case .currentLevel: change(hits, attribute, bounds, stride, contributions) { _, level in level }
            case .none: change(hits, attribute, bounds, stride, contributions) { _, _ in 0 }
            }
        }
    }

    /// The customers that a chunk of words hits: their number; places and level words in scratch.
    @inline(__always)
    private func hits(
        _ chunk: UnsafeMutableBufferPointer<UInt32>, _ gaps: GapTable, after customer: inout Int
    ) -> Int {
        var place = customer
        var count = 0
        gaps.bounds.withUnsafeBufferPointer { bounds in
            gaps.guide.withUnsafeBufferPointer { guide in
                guard let bounds = bounds.baseAddress, let guide = guide.baseAddress else { return }
                for pair in 0..<chunk.count >> 1 {
                    place += 1 + GapTable.gap(chunk[pair << 1], bounds, guide)
                    if place >= size { break }
                    hitPlaces[count] = Int32(truncatingIfNeeded: place)
                    hitWords[count] = min(chunk[pair << 1 | 1], .max - 1)
                    count += 1
                }
            }
        }
        customer = place
        return count
    }

    /// Draws the new levels, then changes those that differ. Both loops always store and advance by a
    /// condition: whether a redraw gives the same level is a toss that no branch predictor can learn.
    @inline(__always)
    private mutating func change(
        _ hits: Int, _ attribute: Int, _ bounds: UnsafePointer<UInt32>, _ stride: Int,
        _ contributions: UnsafePointer<Int32>, row: (_ customer: Int, _ level: Int) -> Int
    ) {
        let column = rows + attribute
        let width = words * 8
        var changed = 0
        for hit in 0..<hits {
            let customer = Int(hitPlaces[hit])
            let word = hitWords[hit]
            let old = Int(column[customer &* width])
            let thresholds = bounds + row(customer, old) &* stride
            var new = 0
            for place in 0..<stride { new &+= GapTable.one(ifAtLeast: thresholds[place], word) }
            hitPlaces[changed] = Int32(truncatingIfNeeded: customer)
            hitWords[changed] = UInt32(truncatingIfNeeded: new)
            changed &+= (new != old ? 1 : 0) & (leaves[customer] >= 0 ? 1 : 0)
        }
        for place in 0..<changed {
            let customer = Int(hitPlaces[place])
            let new = Int(hitWords[place])
            let cell = column + customer &* width
            touch(customer)
            leaves[customer] &+= contributions[new] &- contributions[Int(cell.pointee)]
            cell.pointee = UInt8(truncatingIfNeeded: new)
        }
    }
}
