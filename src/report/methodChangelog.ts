import {changeKinds, type MethodChange} from "./methodLog.js";

/**
 * The log of changes as a Markdown file in the form of *Keep a Changelog* 1.1.0: the newest day first, by kind of change.
 * Data releases are dated, so days stand where others have versions.
 *
 * @param log oldest first
 * @see https://keepachangelog.com/en/1.1.0/
 */
export function changelogMarkdown(log: readonly MethodChange[]): string {
  const days = [...new Set(log.map(({date}) => date))].toSorted().toReversed();
  return `${[
    "# Changelog",
    "What a reader of the data or of the findings would notice: schemas, columns, thresholds, rules, weights. A change of the method may give other findings for the same snapshots; snapshots themselves are never rewritten.",
    "The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), with days (UTC) in place of versions. The file is written from `src/report/methodLog.ts` by `npm run changelog`; the method page shows the same log.",
    ...days.flatMap((day) => [`## ${day}`, ...dayParts(log.filter(({date}) => date === day))]),
  ].join("\n\n")}\n`;
}

function dayParts(changes: readonly MethodChange[]): string[] {
  return changeKinds.flatMap((kind) => {
    const lines = changes
      .filter((change) => change.kind === kind)
      .map(({part, what, why}) => `- **${part[0]?.toUpperCase()}${part.slice(1)}.** ${what} *Why:* ${why}`);
    return lines.length > 0 ? [`### ${kind}`, lines.join("\n")] : [];
  });
}
