import Encodings
import MockWire

extension S3Wire {
    /// An object out of a form, as browsers send it. The form's policy is not held against what it carries.
    func postForm(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try openBucket(request.bucket, call)
        guard let form = MultipartForm(call.request) else {
            throw S3Error(
                "MalformedPOSTRequest", 400,
                "The body of your POST request is not well-formed multipart/form-data.")
        }
        guard let file = form["file"] else {
            throw .invalidArgument("file", "", "POST requires exactly one file upload per request.")
        }
        guard let key = form["key"]?.text.replacing("${filename}", with: file.fileName ?? ""), !key.isEmpty
        else {
            throw .invalidArgument("key", "", "Bucket POST must contain a field named 'key'.")
        }
        guard key.utf8.count <= 1_024 else { throw .keyTooLong(key.utf8.count) }
        var object = ObjectStore.Object(
            body: file.value,
            contentType: form["Content-Type"]?.text ?? file.contentType ?? "binary/octet-stream",
            modified: call.now)
        object.headers = form.fields.filter { $0.name.lowercased().hasPrefix("x-amz-meta-") }
            .map { WireHeader($0.name.lowercased(), $0.text) }
        guard store.put(request.bucket, key, object) else { throw .tooLong }
        let etag = S3Wire.quoted(MD5.hex(file.value))
        let location = "\(call.baseURL)/\(request.bucket)/" + PercentEncoding.encoded(key, keepsSlash: true)
        let headers = [WireHeader("ETag", etag), WireHeader("Location", location)]
        switch form["success_action_status"]?.text {
        case "201":
            var answer = S3Wire.xml(
                Markup(
                    "PostResponse",
                    [
                        Markup("Location", location), Markup("Bucket", request.bucket), Markup("Key", key),
                        Markup("ETag", etag),
                    ]), headers: headers)
            answer.status = 201
            return answer
        case "200": return WireAnswer(status: 200, headers: headers)
        default: return WireAnswer(status: 204, headers: headers)
        }
    }
}
