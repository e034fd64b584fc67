import {emit} from "./siteReport.js";

await emit("compare.json");
