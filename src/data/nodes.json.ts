import {nodeBounds} from "../report/nodeBounds.js";
import {SHOWN_RUNS} from "../report/study.js";
import {archiveFolder, readArchive} from "./archive.js";

const {snapshots} = await readArchive(archiveFolder(), {newest: SHOWN_RUNS});
process.stdout.write(JSON.stringify(nodeBounds(snapshots)));
