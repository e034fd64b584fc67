import {emit} from "./siteReport.js";

await emit("ethics.json");
