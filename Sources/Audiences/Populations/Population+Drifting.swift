import RandomStreams
import Workers

extension Population {
    /// One week of departures, drift and arrivals. Call `rollUp` before reading statistics.
    /// - Complexity: O(changes + blocks x attributes).
    public func advance() {
        week += 1
        records.count = 0
        for job in jobs {
            job.records.count = 0
            job.blocks.removeAll(keepingCapacity: true)
            job.departed = 0
        }
        let blocks = (slotCount + Population.blockSize - 1) / Population.blockSize
        let pass = DriftPass(self)
        workers.forEach(blocks) { job, block in pass.run(block: block, job: job) }
        for job in jobs { activeCount -= job.departed }
        gatherRecords(blocks: blocks)
        if jobs.count > 1 { gatherSums() }
        arrive()
    }

    /// Brings the jobs' records into the order of blocks.
    private func gatherRecords(blocks: Int) {
        if jobs.count == 1 {
            // One job takes blocks in order: its buffer is the result, and last week's is its next one.
            swap(&records, &jobs[0].records)
            return
        }
        var places = [(job: Int, start: Int, count: Int)](repeating: (0, 0, 0), count: blocks)
        for (index, job) in jobs.enumerated() {
            for entry in job.blocks { places[entry.block] = (index, entry.start, entry.count) }
        }
        for place in places {
            records.append(jobs[place.job].records, start: place.start, count: place.count)
        }
    }

    private func gatherSums() {
        for job in jobs {
            for index in 0..<leafSums.count { leafSums.base[index] &+= job.sums.base[index] }
            for index in 0..<leafMoments.count { leafMoments.base[index] &+= job.moments.base[index] }
            job.sums.fill(0)
            job.moments.fill(0)
        }
    }
}
