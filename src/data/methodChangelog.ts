/** `npm run changelog`: writes `.github/CHANGELOG.md` anew from the log of changes that the method page shows. */
import {writeFileSync} from "node:fs";
import {changelogMarkdown} from "../report/methodChangelog.js";
import {methodLog} from "../report/methodLog.js";

writeFileSync(new URL("../../.github/CHANGELOG.md", import.meta.url), changelogMarkdown(methodLog));
