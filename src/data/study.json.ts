import {emit} from "./siteReport.js";

await emit("study.json");
