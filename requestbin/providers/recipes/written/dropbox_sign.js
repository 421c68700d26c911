const crypto = require("node:crypto");

function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

// The JSON is a field of a form, as a rule one with parts.
function payload(headers, body) {
  const kind = headers["content-type"] || "";
  const boundary = /boundary="?([^";,]+)/.exec(kind);
  if (kind.includes("multipart") && boundary) {
    const parts = body.toString().split(`--${boundary[1]}`).map((part) => part.split("\r\n\r\n"));
    const named = parts.find(([head]) => head.includes('name="json"')) || [];
    return named.slice(1).join("\r\n\r\n");
  }
  if (kind.includes("urlencoded")) return new URLSearchParams(body.toString()).get("json");
  return body;
}

function event(headers, body) {
  try {
    return JSON.parse(payload(headers, body))?.event || {};
  } catch {
    return {};
  }
}

// Tells whether Dropbox Sign sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is the API key. Time and kind of the event are signed, and nothing else of it.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const { event_time: time, event_type: type, event_hash: received } = event(headers, body);
  if (!time || !type) return false;
  const expected = crypto.createHmac("sha256", secret).update(`${time}${type}`).digest("hex");
  return same(expected, String(received));
}

module.exports = { verify };
