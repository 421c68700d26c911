const crypto = require("node:crypto");

// By SignatureVersion. Set your topics to version 2, and take version 1 away here.
const HASHES = new Map([["1", "sha1"], ["2", "sha256"]]);
const NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const CONFIRMATION = [
  "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
];
// Anybody can name an address in SigningCertURL: only these hosts are Amazon's.
const ADDRESS = /^https:\/\/sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?\/[^?#\s]*\.pem$/;

// Tells whether Amazon SNS sent this: `body` is a Buffer with the raw bytes, before any parser.
// `secret` is the certificate in PEM that stands at the message's SigningCertURL. Fetch it only
// where that matches ADDRESS, follow no redirect, and keep it by its address. That SNS sent a
// message does not say for whom: compare its TopicArn with your own.
function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000) {
  const key = new crypto.X509Certificate(secret).publicKey;
  let message;
  try {
    message = JSON.parse(body) || {};
  } catch {
    return false;
  }
  const hashed = HASHES.get(message.SignatureVersion);
  if (!hashed || !ADDRESS.test(message.SigningCertURL)) return false;
  const names = message.Type === "Notification" ? NOTIFICATION : CONFIRMATION;
  const named = names.filter((name) => name !== "Subject" || message[name] != null);
  if (named.some((name) => message[name] == null)) return false;
  const signed = named.map((name) => `${name}\n${message[name]}\n`).join("");
  const signature = Buffer.from(String(message.Signature), "base64");
  return crypto.verify(hashed, Buffer.from(signed), key, signature);
}

module.exports = { verify };
