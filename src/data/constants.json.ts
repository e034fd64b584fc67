import {constants} from "../report/constants.js";
import {archiveFolder, readArchive} from "./archive.js";

const {snapshots} = await readArchive(archiveFolder(), {newest: 1});
process.stdout.write(JSON.stringify(constants(snapshots.at(-1))));
