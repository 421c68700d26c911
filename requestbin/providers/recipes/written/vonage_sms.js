const crypto = require("node:crypto");

// Your dashboard sets one method, and no request tells which: leave only yours here.
const METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"];

function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

function parameters(headers, body, url) {
  if ((headers["content-type"] || "").includes("urlencoded") && body.length) {
    return [...new URLSearchParams(body.toString())];
  }
  try {
    const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));
    return Object.entries(JSON.parse(body)).map(([name, value]) => [name, text(value)]);
  } catch {
    return [...new URL(url).searchParams]; // no JSON: they are in the query
  }
}

function made(method, text, secret) {
  if (method === "md5hash") return crypto.createHash("md5").update(text + secret).digest("hex");
  return crypto.createHmac(method, secret).update(text).digest("hex");
}

// Tells whether Vonage sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is the signature secret of the dashboard, not the API secret.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const fields = parameters(headers, body, url);
  const received = (new Map(fields).get("sig") || "").toLowerCase();
  const text = fields
    .filter(([name]) => name !== "sig")
    .sort(([one], [other]) => (one < other ? -1 : Number(one > other)))
    .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, "_")}`)
    .join("");
  return METHODS.some((each) => same(made(each, text, secret), received));
}

module.exports = { verify };
