import {SHOWN_RUNS, study} from "../report/study.js";
import {archiveFolder, readArchive} from "./archive.js";

const {snapshots, problems} = await readArchive(archiveFolder(), {newest: SHOWN_RUNS});
process.stdout.write(JSON.stringify(study(snapshots, problems.length)));
