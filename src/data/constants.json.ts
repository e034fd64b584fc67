import {emit} from "./siteReport.js";

await emit("constants.json");
