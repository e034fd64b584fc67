import {emit} from "./siteReport.js";

await emit("summary.txt");
