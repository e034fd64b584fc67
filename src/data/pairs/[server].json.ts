import {emitMember} from "../siteReport.js";

await emitMember("pairs");
