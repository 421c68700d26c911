const crypto = require("node:crypto");

function publicKey(text) {
  // eBay answers with PEM in one line, which no library reads.
  const der = Buffer.from(text.replace(/-----[A-Z ]+-----/g, ""), "base64");
  return crypto.createPublicKey({ key: der, format: "der", type: "spki" });
}

// Tells whether eBay sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is the public key. Ask eBay's own Notification API for it (getPublicKey at
// api.ebay.com), by the `kid` in the JSON that the header holds in base64. Keep it by its id.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const key = publicKey(secret);
  let envelope;
  try {
    envelope = JSON.parse(Buffer.from(headers["x-ebay-signature"] || "", "base64")) || {};
  } catch {
    return false;
  }
  return crypto.verify("sha1", body, key, Buffer.from(String(envelope.signature), "base64"));
}

module.exports = { verify };
