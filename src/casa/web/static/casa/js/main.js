// Every page loads this one module; each part finds its own elements and rests where there are none.
import "./live.js";
import "./store.js";
import "./counting.js";
import "./timers.js";
import "./toasts.js";
import "./offline.js";
import "./menus.js";
import "./theme.js";
import "./queue.js";
import "./thread.js";
import "./composer.js";
import "./files.js";
import "./replies.js";
import "./panel.js";
import "./palette.js";
import "./keys.js";
