import {emit} from "./siteReport.js";

await emit("data.json");
