// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

func benchmark(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/Benchmarks/" + name, swiftSettings: settings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

// Bottom to top: a target depends only on those above it.
let package = Package(
    name: "finegrain",
    products: [
        .executable(name: "finegrain", targets: ["finegrain"]),
        .executable(name: "finegrain-server", targets: ["finegrain-server"]),
        .library(name: "MockCloud", targets: ["MockCloud"]),
        .library(name: "MockServer", targets: ["MockServer"]),
        .library(name: "Pricing", targets: ["Pricing"]),
        .library(name: "SimulationKernel", targets: ["SimulationKernel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLAPACK"),
        .systemLibrary(name: "CZlib"),
        library("Quantities"),
        library("RandomStreams", ["Quantities"]),
        library("Workers"),
        library("SimulationKernel", ["Quantities", "RandomStreams"]),
        library("Pricing", ["Quantities", yams]),
        library("Regression", ["CLAPACK", "Quantities"]),
        library("Uplift", ["Quantities", "RandomStreams", "Regression"]),
        library("Targeting", ["Quantities", "RandomStreams", "Regression", "Uplift"]),
        library("Tabular", ["CZlib", "Quantities", "Workers"]),
        library(
            "Experiments",
            ["Quantities", "RandomStreams", "Regression", "Tabular", "Targeting", "Uplift", "Workers"]),
        library("Audiences", ["Quantities", "RandomStreams", "Workers"]),
        library("SnowflakeSQL", ["Quantities", grdb]),
        library(
            "MockCloud",
            ["CZlib", "Quantities", "RandomStreams", "SimulationKernel", "SnowflakeSQL", grdb, yams]),
        library("Scenarios", ["Quantities", yams]),
        library(
            "Campaigns",
            [
                "Audiences", "MockCloud", "Pricing", "Quantities", "RandomStreams", "Scenarios",
                "SimulationKernel", "Uplift", "Workers",
            ]),
        library(
            "Workbench",
            [
                "Audiences", "Campaigns", "MockCloud", "Pricing", "Quantities", "RandomStreams", "Scenarios",
                "Tabular", "Uplift", "Workers", grdb,
            ]),
        library(
            "Reporting",
            ["Campaigns", "Experiments", "MockCloud", "Pricing", "Quantities", "Scenarios", "Workbench"]),
        library("Terminal", ["Campaigns", "Quantities", "Reporting", "Scenarios", "Workbench", arguments]),
        .executableTarget(
            name: "finegrain",
            dependencies: [
                "Campaigns", "Experiments", "Pricing", "Quantities", "Regression", "Reporting", "Scenarios",
                "Tabular", "Terminal", "Workbench",
                arguments,
            ],
            exclude: ["README.md"], swiftSettings: settings),

        library(
            "MockServer",
            ["MockCloud", "Pricing", "Quantities", "RandomStreams", hummingbird, lifecycle, signals]),
        .executableTarget(
            name: "finegrain-server",
            dependencies: [
                "Campaigns", "MockCloud", "MockServer", "Pricing", "Quantities", "RandomStreams",
                "Regression",
                "Terminal", "Workbench", arguments,
            ],
            exclude: ["README.md"], swiftSettings: settings),

        .executableTarget(
            name: "Calibration",
            dependencies: [
                "Campaigns", "Experiments", "Quantities", "RandomStreams", "Regression", "Scenarios",
                "Workbench",
                "Workers",
            ],
            exclude: ["README.md"], swiftSettings: settings),

        benchmark("KernelBenchmark", ["Quantities", "RandomStreams", "SimulationKernel"]),
        benchmark("DriftBenchmark", ["Audiences", "Quantities", "RandomStreams", "Workers"]),
        benchmark("RegressionBenchmark", ["Quantities", "RandomStreams", "Regression"]),
        benchmark("TableBenchmark", ["Quantities", "Tabular"]),

        tests("Quantities"),
        tests("RandomStreams"),
        tests("SimulationKernel", ["Quantities", "RandomStreams"]),
        tests("Pricing", ["Quantities"]),
        tests("Regression", ["Quantities", "RandomStreams"]),
        tests("Uplift", ["Quantities", "RandomStreams", "Regression"]),
        tests("Targeting", ["Quantities", "RandomStreams", "Regression", "Uplift"]),
        tests("Tabular", ["CZlib", "Quantities", "RandomStreams", "Workers"]),
        tests(
            "Experiments", ["Quantities", "RandomStreams", "Regression", "Tabular", "Targeting", "Uplift"]),
        tests("Audiences", ["Quantities", "RandomStreams", "Workers"]),
        tests("SnowflakeSQL"),
        tests("MockCloud", ["Quantities", "RandomStreams"]),
        tests(
            "MockServer", ["Campaigns", "MockCloud", "Pricing", "Quantities", "RandomStreams", "Workbench"]),
        tests("Scenarios", ["Quantities"]),
        tests("Campaigns", ["Quantities", "RandomStreams", "Scenarios", "SimulationKernel"]),
        tests(
            "Workbench",
            [
                "Audiences", "Campaigns", "MockCloud", "Pricing", "Quantities", "RandomStreams", "Scenarios",
                "Tabular",
                "Uplift", "Workers", grdb,
            ]),
        tests(
            "Reporting",
            ["Campaigns", "Experiments", "MockCloud", "Pricing", "Quantities", "Scenarios", "Workbench"]),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
