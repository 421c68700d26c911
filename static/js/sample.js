// Sends a sample from this browser to the bin's own capture URL, the way a provider would.
import { announce } from "./copy.js";
import { notify } from "./trouble.js";

const sample = () => ({
  type: "sample.created",
  id: `evt_${crypto.getRandomValues(new Uint32Array(2)).join("")}`,
  created: Math.floor(Date.now() / 1000),
  message: "Hello from your own browser",
  data: { object: { amount: 1999, currency: "eur", livemode: false } },
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-sample]");
  if (!button) return;
  const address = new URL(button.dataset.sample, location.origin);
  const elsewhere = address.origin !== location.origin;
  // JSON would make a browser ask another origin first, and the bin would catch the question too.
  const type = elsewhere ? "text/plain" : "application/json";
  try {
    const response = await fetch(address, {
      method: "POST",
      mode: elsewhere ? "no-cors" : "same-origin",
      credentials: "omit",
      headers: { "Content-Type": type },
      body: JSON.stringify(sample(), null, 2),
    });
    if (!elsewhere && !response.ok) throw new Error(`${response.status}`);
    announce("A sample was sent.");
  } catch {
    notify("The sample could not be sent.");
  }
});
