import {emit} from "./siteReport.js";

await emit("original.json");
