import Quantities
import Testing

@testable import Tabular

/// Every message about cells and about the options of compression, word for word.
@Suite struct BadCellsTests {
    private func message(_ text: String, _ action: (String) throws -> Void) throws -> String {
        try withFile("bad-cells", text) { file in
            let error = #expect(throws: FinegrainError.self) { try action(file) }
            #expect(error?.kind == .badInput)
            return (error?.description ?? "").split(separator: file, omittingEmptySubsequences: false)
                .joined(separator: "FILE")
        }
    }

    private func cells(_ text: String) throws -> String {
        try message(text) { _ = try CellTable(file: $0) }
    }

    @Test func cellsThatContradictThemselves() throws {
        #expect(
            try cells("a,arm,n,sum_y,sumsq_y,sum_x,sumsq_x,sum_x_y\nu,t,4,4,3.9,0,0,0\nv,t,2,1,1,2,2,9\n")
                == """
                FILE:2: sumsq_y: sumsq_y is below the square of sum_y over n
                    No numbers have such sums; compute the cells again.
                FILE:3: sum_x_y: sum_x_y is larger than the sums of squares allow
                    No numbers have such sums; compute the cells again.
                """)
    }

    @Test func cellsThatCannotBeRead() throws {
        #expect(
            try cells("a,arm,n,sum_y,sumsq_y\nu,t,0,0,0\nv,t,-3,0,0\nw,t,1.5,0,0\nx,t,,0,0\ny,,1,z,0\n")
                == """
                FILE:2: n: "0" is not a positive number of customers: 4 rows like this, first in lines 2, 3, 4
                    Write a whole number from 1, and leave out empty cells.
                FILE:6: arm: the arm is empty
                    Name the arm of the cell.
                FILE:6: sum_y: "z" is not a number
                    Write digits with a point for decimals, and 1 or 0 for yes or no.
                """)
        #expect(
            try cells("a,n\nu,4503599627370496\nv,4503599627370496\n") == """
                FILE:3: n: the customers up to here are more than a double counts
                    Check the numbers of customers.
                """)
        #expect(
            try cells("a,b,n\nu,v,1\nu,w,2\nu,v,3\n") == """
                FILE:4: a: duplicated segment ids: this cell is that of line 2
                    Add the two rows up, or add the attribute that tells them apart.
                """)
        #expect(
            try cells("a,n,sum_y,sumsq_z\n") == """
                FILE:1: sumsq_z: there is no column sum_z
                    A metric y needs sum_y and sumsq_y, a product sum_x_y of two metrics.
                FILE:1: sum_y: there is no column sumsq_y
                    A metric y needs sum_y and sumsq_y, a product sum_x_y of two metrics.
                """)
        #expect(
            try cells("a,b\n1,2\n")
                == "FILE:1: the file is not one of cells\n    Cells have attribute columns and a column n.")
        #expect(try cells("a,n\n") == "FILE: there are no rows after the header\n    Export the rows too.")
    }

    @Test func cellsThatAreNotEnough() throws {
        #expect(
            try message("a,n\nx,3000000000\n") {
                _ = try CategoricalTable.load(
                    $0, TableSelection(attributes: ["a", "b"], numbers: ["spend"], identifier: "id"))
            } == """
                FILE: spend: cells do not hold the numbers or identifiers of single customers
                    Give the file with one row per customer.
                FILE: id: cells do not hold the numbers or identifiers of single customers
                    Give the file with one row per customer.
                FILE: more than 2147483647 customers
                    Take a sample, or split the audience.
                FILE: b: no such attribute
                    The attributes are a.
                """)
        #expect(
            try message("a,n,sum_y,sumsq_y\nx,3,1,1\n") {
                _ = try CellCompressor(by: ["b"], arm: "arm", outcomes: ["z"], covariates: ["y"], bands: [])
                    .compress(file: $0)
            } == """
                FILE:1: arm: the cells have no such arm
                    Leave out --arm.
                FILE:1: z: no such metric
                    Compress the file with one row per customer instead.
                FILE: b: no such attribute
                    The attributes are a.
                """)
    }

    @Test func optionsOfCompressionThatDoNotFitTogether() throws {
        let options = CellCompressor(
            by: ["n", "arm", "a", "a", "sum_y"], arm: "g", outcomes: [], covariates: ["x"],
            bands: [try Bands(attribute: "b", labels: ["1+"])])
        let meaning = "cannot be the name of an attribute: it means something else in a file of cells"
        #expect(
            try message("a\n1\n") { _ = try options.compress(file: $0) } == """
                --outcomes: covariates without an outcome
                    Name the outcomes that they explain.
                --by: a is named twice
                    Name each column once.
                --by: n \(meaning)
                    Rename the column.
                --by: arm \(meaning)
                    Pass it as --arm.
                --by: sum_y \(meaning)
                    Rename the column.
                --bands: b has bands but is not an attribute
                    The attributes are n, arm, a, a, sum_y.
                """)
        let clash = CellCompressor(by: [], arm: nil, outcomes: ["x_y", "y"], covariates: ["x"], bands: [])
        #expect(
            try message("a\n1\n") { _ = try clash.compress(file: $0) } == """
                --by: no attributes
                    Name the columns that make a cell.
                --covariates: two columns of sums would both be named sum_x_y
                    Rename one of the outcomes or covariates.
                """)
    }

    @Test func rowsThatCannotBeCompressed() throws {
        let compressor = CellCompressor(by: ["a"], arm: "g", outcomes: ["y"], covariates: [], bands: [])
        #expect(
            try message("a,g,y\nu,,1\n,t,\nu,t,1\n") { _ = try compressor.compress(file: $0) } == """
                FILE:2: g: the arm is empty
                    Name the arm, or leave out customers outside the experiment.
                FILE:3: y: the number is missing
                    Write 0 where nothing happened, or leave out the row.
                """)
        #expect(
            try message("a,g,y\nu,t,\n") { _ = try compressor.compress(file: $0) } == """
                FILE:2: y: the number is missing
                    Write 0 where nothing happened, or leave out the row.
                """)
        #expect(
            try message("a,g,y\nu,t,1e200\nu,t,1e200\n") { _ = try compressor.compress(file: $0) } == """
                FILE: y: the sums are too large for a double
                    Give the numbers in a larger unit.
                """)
        #expect(
            try message("a,g,y\n") { _ = try compressor.compress(file: $0) }
                == "FILE: there are no rows after the header\n    Export the rows too.")
    }
}
