import {emit} from "./siteReport.js";

await emit("servers.json");
