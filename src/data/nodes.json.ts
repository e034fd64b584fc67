import {emit} from "./siteReport.js";

await emit("nodes.json");
