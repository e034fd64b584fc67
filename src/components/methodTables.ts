import {create} from "d3";
import type {Constants} from "../report/constants.js";
import {dataTable} from "./dataTable.js";

const captions: Readonly<Record<keyof Constants["numbers"], string>> = {
  comparison: "Numbers of the comparison and its clusters",
  exclusion: "Numbers that decide what rules out one node",
  likeness: "Numbers that decide what counts as agreement, and against whom",
  level: "Numbers of the rule for levels",
  shown: "Numbers of what is shown and published",
};

/** The numbers that shape a part of the method, as the code has them. */
export function numberTable({numbers}: Constants, part: keyof Constants["numbers"]): HTMLElement {
  return dataTable(captions[part], numbers[part], [
    {heading: "Number", text: ({name}) => name},
    {heading: "Value", text: ({value}) => value},
    {heading: "Why", text: ({why}) => why},
  ]);
}

/** What changed in the method, the newest first. */
export function methodLogTable({log}: Constants): HTMLElement {
  return dataTable("Changes of the method", log.toReversed(), [
    {heading: "Day (UTC)", text: ({date}) => date, kind: "short"},
    {heading: "Of", text: ({part}) => part, kind: "short"},
    {heading: "What", text: ({what}) => what},
    {heading: "Why", text: ({why}) => why},
  ]);
}

/** The questions that a server is asked. */
export function methodList({methods}: Constants): HTMLElement {
  const list = create("ul").attr("class", "methods");
  for (const method of methods) list.append("li").append("code").text(method);
  return list.node() as HTMLElement; // created above
}

/** Every way to fail. */
export function reasonTable({reasons}: Constants): HTMLElement {
  return dataTable("Reasons recorded when an endpoint does not answer", reasons, [
    {heading: "Reason", text: ([name]) => name},
    {heading: "Meaning", text: ([, meaning]) => meaning},
  ]);
}
