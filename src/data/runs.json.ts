import {emit} from "./siteReport.js";

await emit("runs.json");
