const crypto = require("node:crypto");

function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

function decoded(text) {
  try {
    return JSON.parse(Buffer.from(text, "base64url")) || {};
  } catch {
    return {};
  }
}

// Tells whether Plaid sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is the verification key in JSON (JWK). Ask Plaid's own API for it, by the `kid` in the
// head of the token: POST /webhook_verification_key/get with your credentials. Keep it by its id.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const jwk = JSON.parse(secret);
  const key = crypto.createPublicKey({ key: jwk.key || jwk, format: "jwk" });
  const parts = (headers["plaid-verification"] || "").split(".");
  if (parts.length !== 3 || decoded(parts[0]).alg !== "ES256") return false;
  const [head, payload, signature] = parts;
  const how = { key, dsaEncoding: "ieee-p1363" };
  const signed = Buffer.from(`${head}.${payload}`);
  if (!crypto.verify("sha256", signed, how, Buffer.from(signature, "base64url"))) return false;
  const { request_body_sha256: claimed, iat } = decoded(payload);
  const hashed = crypto.createHash("sha256").update(body).digest("hex");
  return same(hashed, String(claimed)) && now - iat <= 300;
}

module.exports = { verify };
