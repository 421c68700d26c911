const crypto = require("node:crypto");
const zlib = require("node:zlib"); // crc32 is there from Node.js 20.15 and 22.2 on

// Anybody can name an address in PAYPAL-CERT-URL: only these hosts are PayPal's.
const ADDRESS = /^https:\/\/([a-z0-9-]+\.)+paypal\.com\/\S*$/;

// Tells whether PayPal sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is { webhook_id, certificate }: the id that the dashboard shows for the webhook, and
// the certificate in PEM that stands at PAYPAL-CERT-URL. Fetch it only where that matches ADDRESS,
// follow no redirect, and keep it by its address. Of the body its CRC-32 alone is signed, which a
// forger can keep: where it matters, ask PayPal for the event by its id.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const key = new crypto.X509Certificate(secret.certificate).publicKey;
  if (!ADDRESS.test(headers["paypal-cert-url"] || "")) return false;
  if ((headers["paypal-auth-algo"] || "").toLowerCase() !== "sha256withrsa") return false;
  const parts = [
    headers["paypal-transmission-id"] || "",
    headers["paypal-transmission-time"] || "",
    secret.webhook_id,
    zlib.crc32(body),
  ];
  const signature = Buffer.from(headers["paypal-transmission-sig"] || "", "base64");
  return crypto.verify("sha256", Buffer.from(parts.join("|")), key, signature);
}

module.exports = { verify };
