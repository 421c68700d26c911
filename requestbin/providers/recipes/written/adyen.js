const crypto = require("node:crypto");

// Of each notification nothing else is signed: do not believe the rest of it.
const FIELDS = [
  "pspReference", "originalReference", "merchantAccountCode", "merchantReference",
  "amount.value", "amount.currency", "eventCode", "success",
];

function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

function field(value, path) {
  return String(path.split(".").reduce((each, name) => each?.[name], value) ?? "");
}

function notifications(body) {
  try {
    return JSON.parse(body).notificationItems.map((each) => each.NotificationRequestItem);
  } catch {
    return [];
  }
}

// Tells whether Adyen sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is the HMAC key in hex. Payments are signed notification by notification, in the body;
// what platforms and banking send, as a whole, in a header.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const key = Buffer.from(secret, "hex");
  const made = (text) => crypto.createHmac("sha256", key).update(text).digest("base64");
  if (headers["hmacsignature"]) return same(made(body), headers["hmacsignature"]);
  const items = notifications(body);
  const genuine = (item) => {
    const signed = FIELDS.map((path) => field(item, path)).join(":");
    return same(made(signed), field(item, "additionalData.hmacSignature"));
  };
  return items.length > 0 && items.every(genuine);
}

module.exports = { verify };
