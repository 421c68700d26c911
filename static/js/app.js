// Starts what a page has use for; each module looks for its own elements and rests without them.
import "./times.js";
import "./menus.js";
import "./confirm.js";
import "./copy.js";
import "./trouble.js";
import "./sample.js";
import "./unread.js";
import "./detail.js";
import "./clock.js";
import "./replay.js";
import "./reach.js";
import "./notes.js";
import "./selection.js";
import "./sharing.js";
import "./keys.js";
import "./live.js";
