import {emit} from "./siteReport.js";

await emit("home.json");
