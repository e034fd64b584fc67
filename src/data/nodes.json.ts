import {nodeBounds} from "../report/nodeBounds.js";
import {SHOWN_RUNS} from "../report/study.js";
import {archiveFolder} from "./archive.js";
import {readWindow} from "./archiveWindow.js";

const {window, newest} = await readWindow(archiveFolder(), {newest: SHOWN_RUNS});
process.stdout.write(JSON.stringify(nodeBounds(window, newest)));
