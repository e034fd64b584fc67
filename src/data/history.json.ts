import {emit} from "./siteReport.js";

await emit("history.json");
