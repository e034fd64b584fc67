import {emit} from "./siteReport.js";

await emit("pairs.json");
