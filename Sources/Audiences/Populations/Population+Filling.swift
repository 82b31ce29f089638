import RandomStreams

extension Population {
    /// Lays out the audience of week 0 and counts it.
    func fill() {
        for attribute in audience.attributes.indices {
            audience.columns[attribute].withUnsafeBufferPointer { column in
                for customer in 0..<column.count {
                    rows.base[customer * layout.stride + attribute] = column[customer]
                }
            }
        }
        if case .withinClass(let given) = drift.kernel {
            given.classOfCustomer.withUnsafeBufferPointer { given in
                guard let start = given.baseAddress else { return }
                classes.base.update(from: start, count: given.count)
            }
        }
        for customer in 0..<audience.count { enter(customer) }
    }

    /// Finds the leaf of a customer from its row and adds it to the sums.
    func enter(_ customer: Int) {
        let row = rows.base + customer * layout.stride
        var leaf: Int32 = 0
        layout.contributions.withUnsafeBufferPointer { contributions in
            for attribute in audience.attributes.indices {
                leaf += contributions[attribute * 256 + Int(row[attribute])]
            }
        }
        leaves.base[customer] = leaf
        let sums = leafSums.base + Int(leaf) * layout.sumWidth
        sums[0] += 1
        layout.freeBins.withUnsafeBufferPointer { bins in
            for free in 0..<layout.freeCount {
                sums[Int(bins[free * 256 + Int(row[layout.freeAttributes[free]])])] += 1
            }
        }
        if let moments {
            let arm = moments.arm(of: customer)
            let place = (Int(leaf) * moments.armCount + arm) * moments.width
            moments.add(customer: customer, row: row, sign: 1, to: leafMoments.base + place)
        }
    }

    /// New customers of the week: copies of week-0 customers under new numbers.
    ///
    /// The number that came up to week w is rate x w x the audience of week 0, rounded down, so that
    /// fractions of a customer are not lost.
    func arrive() {
        let total = Double(audience.count) * drift.arrivalRate
        let arriving =
            Int((total * Double(week)).rounded(.down)) - Int((total * Double(week - 1)).rounded(.down))
        guard arriving > 0 else { return }
        grow(to: slotCount + arriving)
        records.reserve(arriving)
        for slot in slotCount..<slotCount + arriving {
            var stream = arrivalStreams.stream(entity: slot)
            let model = Int(stream.below(UInt32(audience.count)))
            for attribute in audience.attributes.indices {
                rows.base[slot * layout.stride + attribute] = audience.columns[attribute][model]
            }
            if case .withinClass(let given) = drift.kernel {
                classes.base[slot] = given.classOfCustomer[model]
            }
            enter(slot)
            records.records.base[records.count] = ChangeRecord(
                customer: Int32(slot), oldLeaf: -1, newLeaf: leaves.base[slot], profileChanged: true)
            records.count += 1
        }
        slotCount += arriving
        activeCount += arriving
    }

    private func grow(to slots: Int) {
        guard slots > leaves.count else { return }
        let capacity = max(slots, leaves.count + leaves.count / 2)
        rows = rows.grown(to: capacity * layout.stride, 0)
        leaves = leaves.grown(to: capacity, -1)
        classes = classes.grown(to: capacity, 0)
    }
}
