import {emit} from "./siteReport.js";

await emit("coverage.json");
