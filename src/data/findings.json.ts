import {emit} from "./siteReport.js";

await emit("findings.json");
