import {emit} from "./siteReport.js";

await emit("signals.json");
