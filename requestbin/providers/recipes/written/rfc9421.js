const crypto = require("node:crypto");

// What must be signed, or anybody could change it: without content-digest the body. Add what your
// sender always signs, as "@method", "@authority" and "@path".
const REQUIRED = ["content-digest"];
const NAME = "[a-z*][a-z0-9_.*-]*";
const PARAMETER = `;(${NAME})=("(?:[^"\\\\]|\\\\.)*"|[^\\s;,"]+)`;
// Names with parameters of their own, as "a";sf, are not read: such a signature is refused.
const MEMBER = new RegExp(`(?:^|,) *(${NAME})=(\\(((?:"[^"]*" *)*)\\)((?:${PARAMETER})*))`, "g");
const SIGNATURE = new RegExp(`(?:^|,) *(${NAME})=:([A-Za-z0-9+/=]*):`, "g");
const DIGESTS = { "sha-256": "sha256", "sha-512": "sha512" };
const PSS = { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
// By the kind of the key, which says how a signature is made, whatever the request names.
const ALGORITHMS = {
  ed25519: { ed25519: [null, {}] },
  ec: { "ecdsa-p256-sha256": ["sha256", { dsaEncoding: "ieee-p1363" }] },
  rsa: { "rsa-pss-sha512": ["sha512", PSS], "rsa-v1_5-sha256": ["sha256", {}] },
};

function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

function pairs(pattern, text) {
  return [...text.matchAll(pattern)].map(([, name, value]) => [name, value]);
}

function component(name, headers, url, method) {
  const [, scheme, authority, path, query] = /^([^:]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/.exec(url);
  const standard = scheme.toLowerCase() === "https" ? /:443$/ : /:80$/;
  const derived = {
    "@method": method,
    "@target-uri": url,
    "@scheme": scheme.toLowerCase(),
    "@authority": authority.replace(/^.*@/, "").toLowerCase().replace(standard, ""),
    "@request-target": (path || "/") + (query || ""),
    "@path": path || "/",
    "@query": query || "?",
  };
  return Object.hasOwn(derived, name) ? derived[name] : headers[name]?.trim();
}

function digested(headers, body) {
  const found = pairs(SIGNATURE, headers["content-digest"]).filter(([name]) => DIGESTS[name]);
  const made = (name) => crypto.createHash(DIGESTS[name]).update(body).digest();
  const right = ([name, text]) => same(Buffer.from(text, "base64"), made(name));
  return found.length > 0 && found.every(right);
}

function proved(secret, algorithm, signature, message) {
  if (!secret.toString().startsWith("-----")) {
    const made = crypto.createHmac("sha256", secret).update(message).digest();
    return ["", "hmac-sha256"].includes(algorithm) && same(made, signature);
  }
  const key = crypto.createPublicKey(secret);
  const known = ALGORITHMS[key.asymmetricKeyType] || {};
  const chosen = algorithm || Object.keys(known)[0];
  if (!Object.hasOwn(known, chosen)) return false;
  const [digest, how] = known[chosen];
  return crypto.verify(digest, message, { key, ...how }, signature);
}

// Tells whether one who has the key sent this: `body` is a Buffer with the raw bytes, before any
// parser. `secret` is a public key in PEM, else a key that both have: text, or a Buffer where it is
// given in base64. Where a sender has several, choose by `keyid` in Signature-Input.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const signatures = new Map(pairs(SIGNATURE, headers["signature"] || ""));
  const genuine = ([, label, signed, listed, given]) => {
    const names = [...listed.matchAll(/"([^"]*)"/g)].map(([, name]) => name);
    const parameters = new Map(pairs(new RegExp(PARAMETER, "g"), given));
    const number = (name) => Number(parameters.get(name) || now);
    const parts = names.map((name) => [name, component(name, headers, url, method)]);
    if (!signatures.has(label) || !REQUIRED.every((name) => names.includes(name))) return false;
    if (parts.some(([, value]) => value === undefined)) return false;
    const lines = parts.map(([name, value]) => `"${name}": ${value}`);
    const message = [...lines, `"@signature-params": ${signed}`].join("\n");
    const algorithm = (parameters.get("alg") || "").replaceAll('"', "");
    const signature = Buffer.from(signatures.get(label), "base64");
    if (!proved(secret, algorithm, signature, Buffer.from(message))) return false;
    if (names.includes("content-digest") && !digested(headers, body)) return false;
    return number("created") <= now + 5 && now <= number("expires");
  };
  return [...(headers["signature-input"] || "").matchAll(MEMBER)].some(genuine);
}

module.exports = { verify };
