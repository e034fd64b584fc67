import {original} from "../report/original.js";
import {readPublished} from "./published.js";

process.stdout.write(JSON.stringify(original(readPublished())));
