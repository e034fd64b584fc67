import {study} from "../report/study.js";
import {summaryText} from "../report/summary.js";
import {archiveFolder, readArchive} from "./archive.js";

const {snapshots, problems} = await readArchive(archiveFolder(), {newest: 1});
process.stdout.write(summaryText(study(snapshots, problems.length)));
