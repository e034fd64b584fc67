import {emit} from "./siteReport.js";

await emit("standing.json");
