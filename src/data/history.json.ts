import {clusterHistory, historyRun} from "../report/clusterHistory.js";
import {runFacts} from "../report/run.js";
import {standingOf} from "../report/standing.js";
import {archiveFolder, readArchive} from "./archive.js";

const {snapshots, problems} = await readArchive(archiveFolder());
const runs = snapshots.map((snapshot) => historyRun(runFacts(snapshot, 0), snapshot.tables.endpoints));
process.stdout.write(JSON.stringify(clusterHistory(runs, standingOf(snapshots.at(-1)), problems.length)));
