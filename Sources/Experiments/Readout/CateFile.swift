/// The name of the file that holds every unit's effects.
public enum CateFile {
    /// `cate_<metric>_<treatment>.csv`, with anything but letters and digits as a dash.
    public static func name(metric: String, treatment: String) -> String {
        "cate_" + plain(metric) + "_" + plain(treatment) + ".csv"
    }

    private static func plain(_ text: String) -> String {
        String(text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
    }
}
