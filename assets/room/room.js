// A page in a room: the line is opened, the class followed, and a bar at the foot of the page says so.
import { addSheet } from "../shared/sheet.js";
import { bar } from "./bar.js";
import { followed } from "./follow.js";
import { kept, line } from "./line.js";
import { panel } from "./panel.js";
import { presented } from "./present.js";

/** Its style is there: what is drawn sooner moves when it comes. */
export const dressed = addSheet(document.head, new URL("room.css", import.meta.url));
line.listen(followed);
line.listen(bar);
line.listen(panel);
line.listen(presented);
if (kept()) line.connect();
