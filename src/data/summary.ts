/** The newest run of an archive in a few lines on stdout: what `npm run study` ends with. Reads that run alone. */
import {study} from "../report/study.js";
import {summaryText} from "../report/summary.js";
import {archiveFolder, readArchive} from "./archive.js";

const {snapshots, problems} = await readArchive(archiveFolder(), {newest: 1});
process.stdout.write(summaryText(study(snapshots, problems.length)));
