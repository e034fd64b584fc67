import type {CompareGuide} from "../report/compareGuide.js";
import type {PairFile} from "../report/pairFile.js";
import type {ServerFacts} from "../report/serverFacts.js";
import type {ChosenPair} from "./comparePicker.js";
import {fetchData} from "./fetchData.js";
import {type PairRecord, pairRecord} from "./pairRecord.js";

/** Two servers with all that is known of them, or in plain words why there is nothing to show. */
export type LoadedPair =
  | {readonly a: ServerFacts; readonly b: ServerFacts; readonly pair: PairRecord}
  | {readonly nothing: string | null};

/** Fetches what a choice needs. `nothing: null` means that nothing was asked for. */
export async function loadPair({a, b, problem}: ChosenPair, guide: CompareGuide): Promise<LoadedPair> {
  if (problem !== null) return {nothing: problem};
  if (!a && !b) return {nothing: null};
  if (!a || !b) return {nothing: "Name a second server to compare it with."};
  if (a.id === b.id)
    return {nothing: `Both are ${a.endpoint}: one and the same endpoint, so there is nothing to compare.`};
  const silent = [a, b].filter(({answered}) => answered === 0);
  if (silent.length > 0)
    return {
      nothing: `${silent.map(({endpoint}) => endpoint).join(" and ")} never answered, so there is nothing to compare.`,
    };
  const [first, second] = a.endpoint < b.endpoint ? [a, b] : [b, a];
  const [file, factsA, factsB] = await Promise.all([
    fetchData<PairFile>(`pairs/${first.id}.json`),
    fetchData<ServerFacts>(`servers/${a.id}.json`),
    fetchData<ServerFacts>(`servers/${b.id}.json`),
  ]);
  const pair = file && pairRecord(file, second.id, guide);
  if (!pair || !factsA || !factsB) return {nothing: "This archive holds no comparison of these two."};
  return {a: factsA, b: factsB, pair};
}
