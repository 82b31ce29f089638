import Testing

@testable import MockWire

/// The examples of Amazon's own documents, with the key that it publishes for them.
@Suite struct SignatureTests {
    let signature = SignatureV4(
        accessKey: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")

    /// "Authenticating Requests: Using Query Parameters", of the S3 API reference.
    static let address =
        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3"
        + "%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
        + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    static let host = WireHeader("Host", "examplebucket.s3.amazonaws.com")

    @Test func anAddressSignedByVersion4Passes() {
        #expect(signature.problem(WireRequest("GET", Self.address, headers: [Self.host]), for: "s3") == nil)
    }

    @Test(arguments: [
        ("GET", "/test.txt", "/tesu.txt", "SignatureDoesNotMatch"), ("PUT", "", "", "SignatureDoesNotMatch"),
        ("GET", "Expires=86400", "Expires=86401", "SignatureDoesNotMatch"),
        ("GET", "20130524T", "20130525T", "IncompleteSignatureException"),
        ("GET", "&X-Amz-Expires=86400", "", "IncompleteSignatureException"),
        ("GET", "EXAMPLE%2F", "OTHER%2F", "UnrecognizedClientException"),
        ("GET", "%2Fs3%2F", "%2Flambda%2F", "InvalidSignatureException"),
        ("GET", "-Credential", "-Credentials", "IncompleteSignatureException"),
    ])
    func aChangedAddressDoesNot(method: String, part: String, other: String, code: String) {
        let changed = part.isEmpty ? Self.address : Self.address.replacing(part, with: other)
        let problem = signature.problem(WireRequest(method, changed, headers: [Self.host]), for: "s3")
        #expect(problem?.code == code)
    }

    /// "Signing and Authenticating REST Requests", of the S3 user guide: header and query.
    @Test(arguments: [
        (
            "/johnsmith/photos/puppy.jpg", "Tue, 27 Mar 2007 19:36:42 +0000", "bWq2s1WEIj+Ydj0vQ697zp+IXMU=",
            true
        ),
        ("/johnsmith/?acl", "Tue, 27 Mar 2007 19:44:46 +0000", "c2WLPFtWHVgbEmeEG93a4cG37dM=", true),
        ("/johnsmith/?acl", "Tue, 27 Mar 2007 19:44:47 +0000", "c2WLPFtWHVgbEmeEG93a4cG37dM=", false),
    ])
    func aHeaderSignedTheOldWayIsVerified(target: String, date: String, sent: String, fits: Bool) {
        let headers = [
            WireHeader("Date", date), WireHeader("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:" + sent),
        ]
        let problem = signature.problem(WireRequest("GET", target, headers: headers), for: "s3")
        #expect(problem == (fits ? nil : .mismatch(isS3: true)))
    }

    @Test(arguments: [("1175139620", true), ("1175139621", false)])
    func anAddressSignedTheOldWayIsVerified(expires: String, fits: Bool) {
        let request = WireRequest(
            "GET",
            "/johnsmith/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature="
                + "NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=" + expires)
        #expect((signature.problem(request, for: "s3") == nil) == fits)
    }
}
