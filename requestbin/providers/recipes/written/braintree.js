const crypto = require("node:crypto");

function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

// Tells whether Braintree sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is { public_key, private_key }, the API key pair.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const fields = new URLSearchParams(body.toString());
  const payload = fields.get("bt_payload") || "";
  const signatures = (fields.get("bt_signature") || "").split("&");
  const key = crypto.createHash("sha1").update(secret.private_key).digest();
  const made = (text) => crypto.createHmac("sha1", key).update(text).digest("hex");
  // A form field may have lost its last line break.
  const expected = [payload, payload + "\n"].map((text) => `${secret.public_key}|${made(text)}`);
  return signatures.some((each) => expected.some((one) => same(one, each)));
}

module.exports = { verify };
