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
    "manifest": "manifest(dataId(url), headers, timestamp)",
    "lower manifest": "manifest(dataId(url).toLowerCase(), headers, timestamp)",
    "listed headers": 'listedHeaders(headers, headers["x-hook0-signature"] || "")',
    "signed headers": "signedHeaders(headers)",
    "escaped target": "escapedTarget(url)",
    "url and parameters": "urlAndParameters(url, method, form(headers, body))",
    "php fields": "phpFields(form(headers, body))",
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
  const fields = sorted(form(headers, body)).map(([name, value]) => name + value);
  return [...new Set(fields)].join("");
}
""",
    "form(": """
function form(headers, body) {
  if (!(headers["content-type"] || "").includes("urlencoded")) return [];
  return [...new URLSearchParams(body.toString())];
}
""",
    "sorted(": """
function sorted(pairs) {
  const before = ([a, x], [b, y]) => a < b || (a === b && x < y);
  return pairs.sort((one, other) => before(other, one) - before(one, other));
}
""",
    "manifest(": """
function manifest(id, headers, timestamp) {
  const requestId = (headers["x-request-id"] || "").trim();
  const pairs = [["id", id], ["request-id", requestId], ["ts", timestamp]];
  return pairs.map(([name, value]) => (value ? `${name}:${value};` : "")).join("");
}
""",
    "dataId(": """
function dataId(url) {
  return (new URL(url).searchParams.get("data.id") || "").trim();
}
""",
    "listedHeaders(": """
function listedHeaders(headers, signature) {
  const items = signature.split(",").map((item) => item.trim());
  const listed = (items.find((item) => item.startsWith("h=")) || "").slice(2).toLowerCase();
  const names = listed.split(/\\s+/).filter(Boolean);
  return `${names.join(" ")}.${names.map((name) => headers[name] || "").join(".")}`;
}
""",
    "signedHeaders(": """
function signedHeaders(headers) {
  const listed = (headers["x-contentful-signed-headers"] || "").toLowerCase().split(",");
  const names = new Set(listed.map((name) => name.trim()).filter(Boolean));
  return [...names].sort().map((name) => `${name}:${(headers[name] || "").trim()}`).join(";");
}
""",
    "escapedTarget(": """
function escapedTarget(url) {
  // The query is escaped twice: "?x=1" is signed as "?x%253D1".
  const [path, ...query] = target(url).split("?");
  if (!query.length) return path;
  return `${path}?${encodeURIComponent(query.join("?")).replaceAll("%", "%25")}`;
}
""",
    "urlAndParameters(": """
function urlAndParameters(url, method, fields) {
  const [bare, ...query] = url.split("?");
  let pairs = [...new URLSearchParams(query.join("?"))];
  if (method === "GET") [pairs, fields] = [[...pairs, ...fields], []];
  const rest = [
    sorted(pairs).map(([name, value]) => `${name}=${value}`).join("&"),
    sorted(fields).map(([name, value]) => name + value).join(""),
  ];
  return [bare, rest.filter(Boolean).join(".")].filter(Boolean).join("?");
}
""",
    "phpFields(": """
function phpFields(fields) {
  // What serialize() of PHP makes of an array of strings.
  const pairs = sorted(fields.filter(([name]) => name !== "p_signature"));
  const written = pairs.flat().map((text) => `s:${Buffer.byteLength(text)}:"${text}";`);
  return `a:${pairs.length}:{${written.join("")}}`;
}
""",
    "found(": """
function found(body, ...path) {
  let values;
  try {
    values = [JSON.parse(body)];
  } catch {
    return [];
  }
  for (const name of path) {
    if (name === "*") values = values.filter(Array.isArray).flat();
    else values = values.map((each) => each?.[name]).filter((each) => each !== undefined);
  }
  return values;
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
