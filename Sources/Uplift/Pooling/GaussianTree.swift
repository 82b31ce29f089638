#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The exact posterior of a normal hierarchy: each node's state is its parent's plus independent normal
/// steps of known variance, leaves are observed with known precision, the root's prior is flat.
///
/// One pass up collects what each subtree says of its top, one pass down adds what the rest says: the
/// smoother of Rauch, Tung & Striebel (1965) on a tree instead of a line. In one dimension the pass down
/// is shrinkage to the parent's posterior mean with weight v / (v + τ²).
struct GaussianTree {
    let hierarchy: Hierarchy
    /// Components of a state.
    let size: Int
    /// Posterior mean and covariance of each node, `size` and `size²` numbers a node.
    private(set) var means: [Double]
    private(set) var covariances: [Double]
    /// Given the parent's state x, a node's is `slopes` x + `offsets` with covariance `rests`.
    private var slopes: [Double]
    private var offsets: [Double]
    private var rests: [Double]

    /// - Parameters:
    ///   - precisions: `size²` numbers a leaf, zero without data.
    ///   - informations: precision times observed value, `size` numbers a leaf.
    ///   - stepVariances: by level, then component; the root's are not used.
    /// - Complexity: O(nodes × size³).
    init(
        _ hierarchy: Hierarchy, size: Int, precisions: [Double], informations: [Double],
        stepVariances: [[Double]]
    ) {
        self.hierarchy = hierarchy
        self.size = size
        let square = size * size
        let nodes = hierarchy.nodeCount
        means = Array(repeating: 0, count: nodes * size)
        covariances = Array(repeating: 0, count: nodes * square)
        slopes = covariances
        rests = covariances
        offsets = means
        var precision = Array(repeating: 0.0, count: (nodes - hierarchy.leafCount) * square) + precisions
        var information = Array(repeating: 0.0, count: (nodes - hierarchy.leafCount) * size) + informations
        collect(&precision, &information, stepVariances)
        spread(precision, information)
    }

    /// From the leaves to the root.
    private mutating func collect(
        _ precision: inout [Double], _ information: inout [Double], _ stepVariances: [[Double]]
    ) {
        let square = size * size
        var inverse = Array(repeating: 0.0, count: square)
        for level in stride(from: hierarchy.depth, to: 0, by: -1) {
            let steps = stepVariances[level]
            for node in hierarchy.levels[level] {
                let parent = hierarchy.parents[node]
                // (I + ΛT)⁻¹, which stays finite where T is zero.
                for row in 0..<size {
                    for column in 0..<size {
                        inverse[row * size + column] =
                            precision[node * square + row * size + column] * steps[column]
                            + (row == column ? 1 : 0)
                    }
                }
                SmallMatrix.invert(&inverse, size)
                for row in 0..<size {
                    for inner in 0..<size {
                        let factor = inverse[row * size + inner]
                        information[parent * size + row] += factor * information[node * size + inner]
                        rests[node * square + row * size + inner] = steps[row] * factor
                        for column in 0..<size {
                            precision[parent * square + row * size + column] +=
                                factor * precision[node * square + inner * size + column]
                        }
                    }
                }
                for row in 0..<size {
                    slopes[node * square + row * size + row] = 1
                    for inner in 0..<size {
                        let rest = rests[node * square + row * size + inner]
                        offsets[node * size + row] += rest * information[node * size + inner]
                        for column in 0..<size {
                            slopes[node * square + row * size + column] -=
                                rest * precision[node * square + inner * size + column]
                        }
                    }
                }
            }
        }
    }

    /// From the root to the leaves.
    private mutating func spread(_ precision: [Double], _ information: [Double]) {
        let square = size * size
        var root = Array(precision.prefix(square))
        SmallMatrix.invert(&root, size)
        for row in 0..<size {
            for column in 0..<size {
                covariances[row * size + column] = root[row * size + column]
                means[row] += root[row * size + column] * information[column]
            }
        }
        SmallMatrix.factor(&root, size)
        for index in 0..<square { rests[index] = root[index] }
        var half = Array(repeating: 0.0, count: square)
        for node in 1..<max(1, hierarchy.nodeCount) {
            let parent = hierarchy.parents[node]
            for row in 0..<size {
                means[node * size + row] = offsets[node * size + row]
                for column in 0..<size {
                    let slope = slopes[node * square + row * size + column]
                    means[node * size + row] += slope * means[parent * size + column]
                    half[row * size + column] = (0..<size).reduce(0) {
                        $0 + slopes[node * square + row * size + $1]
                            * covariances[parent * square + $1 * size + column]
                    }
                }
            }
            for row in 0..<size {
                for column in 0..<size {
                    covariances[node * square + row * size + column] =
                        rests[node * square + row * size + column]
                        + (0..<size).reduce(0) {
                            $0 + half[row * size + $1] * slopes[node * square + column * size + $1]
                        }
                }
            }
            // From here on only draws use the rest, and they use its root.
            SmallMatrix.factor(&rests, size, at: node * square)
        }
    }

    /// Standard deviation of one component at one node.
    func deviation(_ node: Int, _ component: Int) -> Double {
        max(0, covariances[node * size * size + component * size + component]).squareRoot()
    }

    /// In one dimension: the weight on the parent's state, 0 for the root.
    func slope(_ node: Int) -> Double { node == 0 ? 0 : slopes[node] }

    /// One joint draw of all nodes' states; `normal(node, component)` gives the standard normals.
    /// - Complexity: O(nodes × size²).
    func draw(_ normal: (Int, Int) -> Double) -> [Double] {
        var states = Array(repeating: 0.0, count: hierarchy.nodeCount * size)
        var noise = Array(repeating: 0.0, count: size)
        for node in 0..<hierarchy.nodeCount {
            let parent = hierarchy.parents[node]
            for component in 0..<size { noise[component] = normal(node, component) }
            for row in 0..<size {
                var value = node == 0 ? means[row] : offsets[node * size + row]
                for column in 0...row { value += rests[(node * size + row) * size + column] * noise[column] }
                if node > 0 {
                    for column in 0..<size {
                        value += slopes[(node * size + row) * size + column] * states[parent * size + column]
                    }
                }
                states[node * size + row] = value
            }
        }
        return states
    }
}
