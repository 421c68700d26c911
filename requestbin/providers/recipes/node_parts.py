"""How the parts of a template, the keys and small functions are written in JavaScript for Node."""

from __future__ import annotations

PARTS = {
    "body": "body",
    "timestamp": "timestamp",
    "method": "method",
    "url": "url",
    "target": "target(url)",
    "path": "new URL(url).pathname",
    "secret": "secret",
    "sha256": 'crypto.createHash("sha256").update(body).digest()',
    "params": "params(headers, body)",
    "unquoted url": "unquoted(url)",
    "id": "",
}
KEYS = {
    "utf8": "secret",
    "base64": 'Buffer.from(secret, "base64")',
    "hex": 'Buffer.from(secret, "hex")',
    "whsec": 'Buffer.from(secret.replace(/^whsec_/, ""), "base64")',
    "whsec or utf8": (
        'secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret'
    ),
    "utf8 or whsec": (
        'secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret'
    ),
    "sha1": 'crypto.createHash("sha1").update(secret).digest()',
    "nfkd": 'secret.normalize("NFKD")',
}
FUNCTIONS = {
    "same(": """
function same(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}
""",
    "target(": """
function target(url) {
  return "/" + url.split("://")[1].split("/").slice(1).join("/");
}
""",
    "params(": """
function params(headers, body) {
  if (!(headers["content-type"] || "").includes("urlencoded")) return "";
  const fields = [...new URLSearchParams(body.toString())].map(([name, value]) => name + value);
  return [...new Set(fields)].sort().join("");
}
""",
    "field(": """
function field(body, ...path) {
  try {
    return String(path.reduce((value, name) => value[name], JSON.parse(body)));
  } catch {
    return "";
  }
}
""",
    "unquoted(": """
function unquoted(url) {
  for (const each of ":/?@!$'()*,;") {
    const escaped = "%" + each.charCodeAt(0).toString(16);
    url = url.replaceAll(escaped, each).replaceAll(escaped.toUpperCase(), each);
  }
  return url;
}
""",
}
"""Each by the call that needs it."""
